import type { Disposition } from '../../domain/disposition.ts'
import type { Hold } from './held-back.ts'
import type { Place } from './local-hours.ts'

/** What one hour of the day (all days together) or one whole day came to. Times are milliseconds. */
export interface Slot {
  readonly calls: number
  readonly answered: number
  readonly agreed: number
  readonly connected: number
  readonly abandoned: number
  /** Spent by operators in conversation. */
  readonly operatorMs: number
  /** In which there was somebody to call, or to talk with. */
  readonly openMs: number
}

/** A spread of times, milliseconds; all 0 where there is none. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly most: number
  readonly mean: number
}

/** What came of a simulated campaign; nothing in it tells when or where it was played. */
export interface Figures {
  readonly seed: number
  /** Of the list. */
  readonly numbers: number
  /** When the last call ended; absent where the list had not ended when the simulation did. */
  readonly endsAt?: Place
  /** How many days it was played for at most. */
  readonly mostDays: number
  /** Numbers nobody picked up at, of those called; and numbers never called. */
  readonly unreached: number
  readonly uncalled: number
  /** Those that have a record. */
  readonly calls: number
  /** Dialled beside them, and the network said nothing: the numbers were tried again. */
  readonly unplaced: number
  readonly answered: number
  /** Calls by how they ended. */
  readonly outcomes: Readonly<Partial<Record<Disposition, number>>>
  readonly agreed: number
  /** Agreed and left before an operator answered (or, without a transfer, before the end). */
  readonly abandoned: number
  /** Agreed, and no operator could be had. */
  readonly unserved: number
  readonly connected: number
  /** From the yes to an operator's answer. */
  readonly operatorWait: Spread
  /** From the yes until it was over one way or the other. */
  readonly yesWait: Spread
  /** Of conversations with operators. */
  readonly talk: Spread
  /** From answer to end, of every answered call. */
  readonly callMs: Spread
  /** Conversations there can be at once; 0 where nobody is transferred to. */
  readonly seats: number
  /** By hour of the day, 24 of them. */
  readonly hours: readonly Slot[]
  /** By day, from the first. */
  readonly days: readonly Slot[]
  /** How long what held the dialer back, milliseconds; of several lines each counts its share. */
  readonly held: ReadonlyMap<Hold, number>
  /** How much was understood by the model, and what remained unclear, of all replies. */
  readonly replies: { readonly all: number; readonly byModel: number; readonly unclear: number }
}

/** The share of `part` in `whole`, 0 where there is nothing. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** How busy the operators were, 0 to 1; undefined where there are none or nobody was called. */
export function utilisation({ operatorMs, openMs }: Slot, seats: number): number | undefined {
  return seats === 0 || openMs < 60_000 ? undefined : operatorMs / (seats * openMs)
}

/** The spread of times. */
export function spreadOf(times: readonly number[]): Spread {
  if (times.length === 0) return { count: 0, p50: 0, p95: 0, most: 0, mean: 0 }
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
  const mean = sorted.reduce((sum, each) => sum + each, 0) / sorted.length
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), most: sorted.at(-1) ?? 0, mean }
}
