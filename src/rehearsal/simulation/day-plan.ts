import type { Random } from '../../kernel/random.ts'
import { between, chanceFor, oneOf } from './chance.ts'
import { type Trouble, troublesOf } from './troubles.ts'

/** What one simulated day is like, all of it from its seed. Limits: 0 = none. */
export interface DayPlan {
  readonly seed: number
  readonly contacts: number
  /** From the first call to the last, about; milliseconds. */
  readonly spanMs: number
  /** How many of the contacts stand on an imported list; the panel has the rest. */
  readonly imported: number
  readonly lines: readonly string[]
  readonly limits: DayLimits
  readonly operators: readonly string[]
  /** How often one number may be called. */
  readonly caps: { readonly perDay: number; readonly total: number }
  /** An imported number that does not answer is tried again so much later. */
  readonly retryMs: number
  readonly asteriskVersion: string
  /** The longest a request to Asterisk travels, milliseconds. */
  readonly latencyMs: number
  readonly troubles: readonly Trouble[]
}

export interface DayLimits {
  readonly perLine: number
  readonly perMinute: number
  readonly perDay: number
  readonly outbound: number
  readonly inbound: number
  readonly perSecond: number
}

/** The trunk of the simulated house. */
export const dayTrunk = 'simulated-trunk'

/** What kind of day it is beyond its seed. */
export interface DayKind {
  readonly contacts: number
  /** Makes the limits such that the list takes about this long, milliseconds; absent: as fast as they allow. */
  readonly spanMs?: number
  /** False: nothing goes wrong but what goes wrong on any day. */
  readonly troubled?: boolean
}

/** The day of a seed. */
export function planOf(seed: number, { contacts, spanMs, troubled = true }: DayKind): DayPlan {
  const random = chanceFor(seed, 'plan')
  const lines = Array.from(
    { length: between(random, spanMs === undefined ? 1 : 3, 4) },
    (_, nth) => `0219100000${nth + 1}`,
  )
  const limits = limitsOf(random, lines.length, contacts, spanMs)
  const expectedMs = spanMs ?? Math.max(600_000, (contacts / lines.length / (limits.perMinute || 10)) * 60_000)
  return {
    seed,
    contacts,
    spanMs: expectedMs,
    imported: oneOf(random, [0, Math.floor(contacts / 4), Math.floor(contacts / 2)]),
    lines,
    limits,
    operators: Array.from({ length: between(random, 1, 5) }, (_, nth) => `0912200000${nth + 1}`),
    caps: oneOf(random, [
      { perDay: 1, total: 3 },
      { perDay: 2, total: 3 },
      { perDay: 3, total: 3 },
    ]),
    retryMs: oneOf(random, [300_000, 900_000, 86_400_000]),
    asteriskVersion: oneOf(random, ['22.10.1', '22.10.1', '22.4.0', '21.9.0', '20.15.0']),
    latencyMs: oneOf(random, [0, 0, 3, 40]),
    troubles: troubled ? troublesOf(chanceFor(seed, 'troubles'), expectedMs, lines) : [],
  }
}

function limitsOf(random: Random, lines: number, contacts: number, spanMs: number | undefined): DayLimits {
  const paced = spanMs === undefined ? oneOf(random, [0, 6, 10, 20]) : Math.ceil((contacts / lines / spanMs) * 60_000)
  return {
    perLine: oneOf(random, spanMs === undefined ? [1, 2, 2, 3, 0] : [3, 4, 0]),
    perMinute: paced,
    // Now and then a line has its day's calls behind it before the list ends.
    perDay: random() < 0.15 ? Math.ceil((contacts / lines) * 0.8) : 0,
    outbound: oneOf(random, spanMs === undefined ? [0, 0, 2, 4] : [0, 8]),
    inbound: oneOf(random, [0, 0, 1, 2]),
    perSecond: oneOf(random, [0, 1, 3]),
  }
}
