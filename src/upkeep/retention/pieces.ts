import type { Clock } from '../../kernel/clock.ts'

/** Longest a piece may hold up the engine, in milliseconds; the next one is made smaller long before that. */
const aimMs = 8
/** So much longer than a piece took it rests after it: the calls have the machine almost to themselves. */
const restFactor = 4
const rest = { leastMs: 2, mostMs: 200 }

/** How large pieces may be. */
export interface PieceSizes {
  readonly first: number
  readonly least: number
  readonly most: number
}

/** What was measured of work done in pieces. */
export interface Measured {
  readonly pieces: number
  /** Milliseconds. */
  readonly longestMs: number
}

/**
 * Does work that holds up everything else in small pieces, until `piece` says false. Their size follows the time they
 * take: halved where one took long, a little larger where it did not. Between two it rests. Rejects with the signal's reason.
 */
export async function inPieces(
  piece: (size: number) => boolean,
  { first, least, most }: PieceSizes,
  clock: Clock,
  signal: AbortSignal,
): Promise<Measured> {
  let [size, pieces, longestMs] = [first, 0, 0]
  for (;;) {
    signal.throwIfAborted()
    const begunMs = clock.elapsed()
    const more = piece(size)
    const tookMs = clock.elapsed() - begunMs
    pieces++
    longestMs = Math.max(longestMs, tookMs)
    if (!more) return { pieces, longestMs }
    if (tookMs > aimMs) size = Math.max(least, Math.floor(size / 2))
    else if (tookMs < aimMs / 2) size = Math.min(most, Math.ceil(size * 1.25))
    await clock.sleep(Math.min(rest.mostMs, Math.max(rest.leastMs, tookMs * restFactor)), signal)
  }
}
