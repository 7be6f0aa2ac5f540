import type { Channel, MediaEnd } from './channel.ts'
import { isOurs } from './channels.ts'
import type { Loose } from './decode.ts'
import type { Channel as ListedChannel } from './description/models.generated.ts'
import type { Exchange } from './exchange.ts'
import { hangUpStray } from './hangup.ts'

/** How soon after connecting we look again, and how often from then on. */
const lookAgainMs = 2_000
const reconcileEveryMs = 30_000

/** Which channels and bridges nobody here holds must be left alone: calls that went on while no engine was there. */
export type Keep = (id: string) => boolean

/** What to do with what nobody holds. */
export interface Strays {
  readonly keep: Keep
  /** Channels that were in our application at an earlier look: of those of other names no event will ever tell. */
  readonly before: ReadonlySet<string>
  /** Whether channels and bridges of our own are strays too: when we connect, not in the middle of our work. */
  readonly ours: boolean
  /** Whether a caller nobody holds has had their call. */
  readonly isOver: (channel: Listed) => boolean
  /** Takes a caller in whose arrival we did not see. */
  readonly admit: (channel: Listed) => void
}

/** A channel as Asterisk lists it. */
export type Listed = Loose<ListedChannel>

/** Channels that are in our application now; undefined when Asterisk does not tell. */
export async function inApplication(exchange: Exchange, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const listed = await exchange.rest.call('channels.list', {}, signal)
  if (listed.kind !== 'done') return undefined
  return new Set(listed.value.filter((channel) => isInside(channel, exchange.app)).map((channel) => channel.id ?? ''))
}

/**
 * Compares what we believe with what Asterisk says, for events are neither repeated nor kept: calls that are over end,
 * answers that came meanwhile count, sounds and recordings that are over end, and what nobody holds is hung up.
 * Callers nobody knew of are taken in. Returns the channels in our application; undefined when Asterisk did not tell.
 */
export async function reconcile(
  exchange: Exchange,
  /** Asterisk was restarted since: absence is its doing, not the far end's. */
  restarted: boolean,
  strays: Strays | undefined,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const believed = exchange.channels.live() // before asking, so that one made meanwhile is not missed
  const answer = await exchange.rest.call('channels.list', {}, signal)
  if (answer.kind !== 'done') return undefined
  const listed = new Map(answer.value.map((channel) => [channel.id ?? '', channel]))
  for (const channel of believed) compare(channel, listed.get(channel.id), exchange.app, restarted)
  await Promise.all(believed.map((channel) => compareMedia(exchange, channel, signal)))
  if (strays !== undefined) {
    await clearStrays(exchange, listed, strays)
    if (strays.ours) await removeBridges(exchange, strays.keep, signal)
  }
  return insideOf(listed, exchange.app)
}

/**
 * Goes on comparing while connected, against events that went missing; first, soon, only for callers who came in between
 * the last look and the first event. Ends by abort alone.
 */
export async function keepReconciled(
  exchange: Exchange,
  first: ReadonlySet<string>,
  strays: (before: ReadonlySet<string>) => Strays,
  signal: AbortSignal,
): Promise<never> {
  const { clock } = exchange
  await clock.sleep(lookAgainMs, signal)
  let seen = (await lookForStrays(exchange, strays(first), signal)) ?? first
  let empty = await removeEmptyBridges(exchange, new Set(), signal)
  for (let waitMs = reconcileEveryMs - lookAgainMs; ; waitMs = reconcileEveryMs) {
    await clock.sleep(waitMs, signal)
    seen = (await reconcile(exchange, false, strays(seen), signal)) ?? seen
    empty = await removeEmptyBridges(exchange, empty, signal)
  }
}

async function lookForStrays(
  exchange: Exchange,
  strays: Strays,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const answer = await exchange.rest.call('channels.list', {}, signal)
  if (answer.kind !== 'done') return undefined
  const listed = new Map(answer.value.map((channel) => [channel.id ?? '', channel]))
  await clearStrays(exchange, listed, strays)
  return insideOf(listed, exchange.app)
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

async function clearStrays(exchange: Exchange, listed: ReadonlyMap<string, Listed>, strays: Strays): Promise<void> {
  const stray: string[] = []
  for (const [id, channel] of listed) {
    if (!isInside(channel, exchange.app) || exchange.channels.holds(id) || strays.keep(id)) continue
    const stayed = strays.before.has(id)
    // Of ours one may just be coming, or going by an order under way; one that stays was missed by its hang-up.
    if (isOurs(id) ? strays.ours || stayed : stayed && strays.isOver(channel)) stray.push(id)
    else if (!isOurs(id) && stayed) strays.admit(channel)
  }
  if (stray.length > 0) exchange.log.warn('ari.strays', 'calls nobody holds were hung up', { count: stray.length })
  await Promise.all(stray.map((id) => hangUpStray(exchange, id, 'normal')))
}

function insideOf(listed: ReadonlyMap<string, Listed>, app: string): ReadonlySet<string> {
  return new Set([...listed].filter(([, channel]) => isInside(channel, app)).map(([id]) => id))
}

async function removeBridges(exchange: Exchange, keep: Keep, signal: AbortSignal): Promise<void> {
  const answer = await exchange.rest.call('bridges.list', {}, signal)
  if (answer.kind !== 'done') return
  for (const { id, channels, creator } of answer.value) {
    if (id === undefined || creator !== 'Stasis' || !isOurs(id) || exchange.bridges.has(id) || keep(id)) continue
    // Out first, and only then destroyed: a channel that is just being sent out hears nothing of what is played to it.
    for (const channel of channels?.filter(keep) ?? []) {
      await exchange.rest.call('bridges.removeChannel', { bridgeId: id, channel }, signal)
    }
    await exchange.rest.call('bridges.destroy', { bridgeId: id }, signal)
  }
}

/**
 * Removes the bridges of ours that nobody holds and that were empty at the look before: one ordered by an engine that
 * died may be made after its successor has looked. Returns those that are empty now.
 */
async function removeEmptyBridges(
  exchange: Exchange,
  before: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const answer = await exchange.rest.call('bridges.list', {}, signal)
  if (answer.kind !== 'done') return before
  const empty = answer.value.flatMap(({ id, channels, creator }) =>
    id !== undefined && creator === 'Stasis' && isOurs(id) && !exchange.bridges.has(id) && channels?.length === 0
      ? [id]
      : [],
  )
  for (const bridgeId of empty) {
    if (before.has(bridgeId)) await exchange.rest.call('bridges.destroy', { bridgeId }, signal)
  }
  return new Set(empty)
}

/** Whether a channel is in our application. */
export function isInside(channel: Listed, app: string): boolean {
  const { app_name: name, app_data: data } = channel.dialplan ?? {}
  return name === 'Stasis' && (data === app || data?.startsWith(`${app},`) === true)
}
