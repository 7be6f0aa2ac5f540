import type { Played } from '../session/ports.ts'
import type { Channel } from './channel.ts'
import { causeGraceMs, type Media } from './channel.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { isKnown, orderAgain } from './order-again.ts'
import { shielded } from './shielded.ts'
import { noticeEnd, settleRefused } from './unseen-end.ts'

/** Asterisk accepts any other kind of media, and then never says that it has finished. */
const playable = /^(sound|recording|number|digits|characters|tone):./

/** The longest anything may play: a sound that has not ended by then never will. */
const longestMs = 10 * 60_000

/** How long a sound plays before we ask whether it still does; most have ended by then. */
const lookEveryMs = 10_000

/** Playbacks of one channel that can be under way at once: one ends, or is stopped, before the next but one begins. */
const slots = 4

/** Every id a playback on this channel can have, so that one nobody waits for any more can still be stopped. */
export function playbackIds(channelId: string): readonly string[] {
  return Array.from({ length: slots }, (_, slot) => `${channelId}-play-${slot}`)
}

/** Plays media one after another as one playback; stops it before rejecting with the signal's reason. */
export async function play(
  exchange: Exchange,
  channel: Channel,
  media: readonly string[],
  signal: AbortSignal,
): Promise<Played> {
  if (media.length === 0) return { kind: 'finished' }
  if (!media.every((uri) => playable.test(uri))) return failed('Asterisk cannot play that kind of media')
  const { clock, rest } = exchange
  const playbackId = playbackIds(channel.id)[channel.playbacks++ % slots] ?? channel.id
  using playback = channel.expect('playback', playbackId)
  try {
    const order = { channelId: channel.id, playbackId, media: media.join(',') }
    // Not under the caller's signal: a playback ordered while we turn away would go on over everything that follows.
    const ask = () =>
      shielded(clock, exchange.timeoutMs, 'playing', (own) => rest.call('channels.playWithId', order, own))
    const known = (): Promise<boolean> => isKnown(rest.call('playbacks.get', { playbackId }, signal), playback)
    const asked = await orderAgain(exchange, channel, ask, known, signal)
    if (asked === undefined || asked.kind === 'unreachable') return failed('Asterisk does not answer')
    if (asked.kind === 'refused') {
      await settleRefused(exchange, channel, signal)
      return failed(`Asterisk would not play it: ${asked.message}`)
    }
    playback.accepted = true
    if (!(await finished(exchange, channel, playbackId, playback, signal))) {
      await stop(exchange, playbackId, playback)
      return failed('it did not end')
    }
    return await outcome(channel, playback, media, signal)
  } catch (error) {
    if (!signal.aborted) throw error
    if (!channel.gone.aborted) await stop(exchange, playbackId, playback)
    throw signal.reason
  }
}

/** Waits for the word that it has ended, and looks now and then whether that was lost on the way; false after the longest time. */
async function finished(
  exchange: Exchange,
  channel: Channel,
  playbackId: string,
  playback: Media,
  signal: AbortSignal,
): Promise<boolean> {
  const { clock, rest } = exchange
  const untilMs = clock.elapsed() + longestMs
  while (!(await playback.end.within(clock, lookEveryMs, signal))) {
    if (clock.elapsed() >= untilMs) return false
    const seen = await rest.call('playbacks.get', { playbackId }, signal)
    if (seen.kind !== 'refused' || seen.status !== 404) continue
    await noticeEnd(exchange, channel, signal)
    playback.end.set({ kind: 'unknown' })
  }
  return true
}

async function outcome(
  channel: Channel,
  playback: Media,
  media: readonly string[],
  signal: AbortSignal,
): Promise<Played> {
  if (playback.end.value?.kind !== 'failed') return { kind: 'finished' }
  await channel.settle(signal) // a hang-up ends playbacks as failed, a little before it is told itself
  const sounds = media.filter((uri) => uri.startsWith('sound:'))
  return failed(`Asterisk could not play it: a sound is missing or cannot be read (${sounds.join(', ')})`)
}

/** Stops a playback and waits until Asterisk says so. */
async function stop(exchange: Exchange, playbackId: string, playback: Media): Promise<void> {
  const { clock, rest } = exchange
  await shielded(clock, cleanUpMs, 'stopping a sound', async (signal) => {
    const stopped = await rest.call('playbacks.stop', { playbackId }, signal)
    if (stopped.kind === 'done') await playback.end.within(clock, causeGraceMs, signal)
  })
}

function failed(because: string): Played {
  return { kind: 'failed', because }
}
