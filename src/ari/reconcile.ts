import type { Channel, MediaEnd } from './channel.ts'
import { isOurs } from './channels.ts'
import type { Loose } from './decode.ts'
import type { Channel as ListedChannel } from './description/models.generated.ts'
import type { Exchange } from './exchange.ts'
import { hangUpStray } from './hangup.ts'

/** Which channels nobody here holds must be left alone: calls that went on while no engine was there. */
export type Keep = (channelId: string) => boolean

/** What to do with what nobody holds. */
export interface Strays {
  readonly keep: Keep
  /** Channels of other names that were in our application before we connected: no event will ever tell of them. */
  readonly foreign: ReadonlySet<string>
}

type Listed = Loose<ListedChannel>

/** Channels that are in our application now; undefined when Asterisk does not tell. */
export async function inApplication(exchange: Exchange, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const listed = await exchange.rest.call('channels.list', {}, signal)
  if (listed.kind !== 'done') return undefined
  return new Set(listed.value.filter((channel) => isInside(channel, exchange.app)).map((channel) => channel.id ?? ''))
}

/**
 * Compares what we believe with what Asterisk says, for events are neither repeated nor kept: calls that are over end,
 * answers that came meanwhile count, sounds and recordings that are over end, and what nobody holds is hung up.
 * False when Asterisk did not tell.
 */
export async function reconcile(
  exchange: Exchange,
  /** Asterisk was restarted since: absence is its doing, not the far end's. */
  restarted: boolean,
  strays: Strays | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  const believed = exchange.channels.live() // before asking, so that one made meanwhile is not missed
  const answer = await exchange.rest.call('channels.list', {}, signal)
  if (answer.kind !== 'done') return false
  const listed = new Map(answer.value.map((channel) => [channel.id ?? '', channel]))
  for (const channel of believed) compare(channel, listed.get(channel.id), exchange.app, restarted)
  await Promise.all(believed.map((channel) => compareMedia(exchange, channel, signal)))
  if (strays !== undefined) {
    await hangUpStrays(exchange, listed, strays)
    await removeBridges(exchange, strays.keep, signal)
  }
  return true
}

function compare(channel: Channel, listed: Listed | undefined, app: string, restarted: boolean): void {
  if (listed === undefined) {
    // A restarted Asterisk stopped when our connection did: what was heard until then was all there was.
    if (!restarted) channel.missEvents()
    channel.end({ cause: 0 }, restarted)
    return
  }
  if (isInside(listed, app)) channel.enter()
  channel.observe(listed.state)
}

async function compareMedia(exchange: Exchange, channel: Channel, signal: AbortSignal): Promise<void> {
  if (channel.gone.aborted) return
  const over: MediaEnd = { kind: 'unknown' }
  const waiting = [...channel.media].filter(([, media]) => media.accepted && !media.end.isSet)
  for (const [name, media] of waiting) {
    const seen =
      media.kind === 'playback'
        ? await exchange.rest.call('playbacks.get', { playbackId: name }, signal)
        : await exchange.rest.call('recordings.getLive', { recordingName: name }, signal)
    if (seen.kind === 'refused' && seen.status === 404) media.end.set(over)
  }
}

async function hangUpStrays(exchange: Exchange, listed: ReadonlyMap<string, Listed>, strays: Strays): Promise<void> {
  const stray = [...listed]
    .filter(([id, channel]) => isInside(channel, exchange.app) && (isOurs(id) || strays.foreign.has(id)))
    .map(([id]) => id)
    .filter((id) => !exchange.channels.holds(id) && !strays.keep(id))
  if (stray.length > 0) exchange.log.warn('ari.strays', 'calls nobody holds were hung up', { count: stray.length })
  await Promise.all(stray.map((id) => hangUpStray(exchange, id, 'normal')))
}

async function removeBridges(exchange: Exchange, keep: Keep, signal: AbortSignal): Promise<void> {
  const answer = await exchange.rest.call('bridges.list', {}, signal)
  if (answer.kind !== 'done') return
  for (const { id, channels, creator } of answer.value) {
    if (id === undefined || creator !== 'Stasis' || !isOurs(id) || exchange.bridges.has(id)) continue
    if (channels?.some((channel) => keep(channel) || exchange.channels.holds(channel))) continue
    await exchange.rest.call('bridges.destroy', { bridgeId: id }, signal)
  }
}

function isInside(channel: Listed, app: string): boolean {
  const { app_name: name, app_data: data } = channel.dialplan ?? {}
  return name === 'Stasis' && (data === app || data?.startsWith(`${app},`) === true)
}
