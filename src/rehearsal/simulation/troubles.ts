import type { Random } from '../../kernel/random.ts'
import type { FaultName } from '../pbx/faults.ts'
import { between, oneOf } from './chance.ts'
import type { Fate } from './doom.ts'

/** What a service does wrong for a while. */
export const serviceFaults = [
  'server_error',
  'hang',
  'cut',
  'lost_answer',
  'truncated',
  'broken_off',
  'bad_gateway',
  'slow',
] as const
export type ServiceFault = (typeof serviceFaults)[number]

/** Faults of Asterisk that strike by chance, and how often they may. */
const pbxFaults = [
  'duplicate_event',
  'late_playback_finished',
  'lost_playback_finished',
  'allocation_failed',
  'request_lost',
  'answer_lost',
  'answer_late',
  'answer_nonsense',
  'event_nonsense',
  'recording_fails',
  'lost_event',
] as const satisfies readonly FaultName[]

/** Something that happens to the house at an instant of the day; `forMs` is how long it lasts. */
export type Trouble = { readonly atMs: number } & TroubleKind

export type TroubleKind =
  | { readonly kind: 'panel'; readonly fault: ServiceFault | 'wrong_token' | 'rate_limit'; readonly forMs: number }
  | { readonly kind: 'recogniser'; readonly fault: RecogniserFault; readonly forMs: number }
  | { readonly kind: 'model'; readonly fault: ModelFault; readonly forMs: number }
  | { readonly kind: 'sms'; readonly fault: ServiceFault | 'quota' | 'wrong_key'; readonly forMs: number }
  | { readonly kind: 'panel_closes'; readonly forMs: number }
  | {
      readonly kind: 'pbx_faulty'
      readonly fault: (typeof pbxFaults)[number]
      readonly chance: number
      readonly forMs: number
    }
  | { readonly kind: 'socket_dropped' }
  /** Another program opens our application; once it is gone the owner restarts the engine. */
  | { readonly kind: 'rival'; readonly forMs: number }
  | { readonly kind: 'socket_stalled' }
  | { readonly kind: 'pbx_restarted'; readonly how: 'killed' | 'stopped'; readonly forMs: number }
  | { readonly kind: 'trunk_offline'; readonly forMs: number }
  | { readonly kind: 'engine_killed'; readonly forMs: number }
  /** The next run dies by itself; the one after it begins so much later. */
  | { readonly kind: 'engine_doomed'; readonly fate: Fate; readonly forMs: number }
  | { readonly kind: 'engine_stopped'; readonly forMs: number }
  | { readonly kind: 'clock_set'; readonly byMs: number }
  | { readonly kind: 'paused'; readonly forMs: number }
  | { readonly kind: 'barred' }
  | { readonly kind: 'caller'; readonly line: string }

export type RecogniserFault = ServiceFault | 'empty' | 'quota' | 'wrong_key' | 'rate_limit'
export type ModelFault = ServiceFault | 'quota' | 'wrong_key' | 'rate_limit' | 'sse' | 'refuses' | 'sse_broken_off'

type Maker = (random: Random, lines: readonly string[]) => TroubleKind

const seconds = (random: Random, least: number, most: number): number => between(random, least, most) * 1_000

const makers: readonly Maker[] = [
  (random) => ({
    kind: 'panel',
    fault: oneOf(random, [...serviceFaults, 'wrong_token', 'rate_limit'] as const),
    forMs: seconds(random, 5, 180),
  }),
  (random) => ({
    kind: 'recogniser',
    fault: oneOf(random, [...serviceFaults, 'empty', 'quota', 'wrong_key', 'rate_limit'] as const),
    forMs: seconds(random, 5, 120),
  }),
  (random) => ({
    kind: 'model',
    fault: oneOf(random, [
      ...serviceFaults,
      'quota',
      'wrong_key',
      'rate_limit',
      'sse',
      'refuses',
      'sse_broken_off',
    ] as const),
    forMs: seconds(random, 5, 180),
  }),
  (random) => ({
    kind: 'sms',
    fault: oneOf(random, [...serviceFaults, 'quota', 'wrong_key'] as const),
    forMs: seconds(random, 60, 300),
  }),
  (random) => ({ kind: 'panel_closes', forMs: seconds(random, 10, 120) }),
  (random) => ({
    kind: 'pbx_faulty',
    fault: oneOf(random, pbxFaults),
    chance: oneOf(random, [0.02, 0.1, 0.3]),
    forMs: seconds(random, 20, 120),
  }),
  (random) => ({
    kind: 'pbx_faulty',
    fault: oneOf(random, pbxFaults),
    chance: oneOf(random, [0.02, 0.1]),
    forMs: seconds(random, 20, 120),
  }),
  () => ({ kind: 'socket_dropped' }),
  (random) => ({ kind: 'rival', forMs: seconds(random, 5, 60) }),
  () => ({ kind: 'socket_stalled' }),
  (random) => ({
    kind: 'pbx_restarted',
    how: oneOf(random, ['killed', 'stopped'] as const),
    forMs: seconds(random, 1, 40),
  }),
  (random) => ({ kind: 'trunk_offline', forMs: seconds(random, 10, 90) }),
  (random) => ({ kind: 'engine_killed', forMs: seconds(random, 0, 40) }),
  (random) => ({
    kind: 'engine_doomed',
    fate: {
      at: oneOf(random, ['request', 'errand', 'transaction'] as const),
      nth: between(random, 1, 120),
      when: oneOf(random, ['before', 'commit', 'after'] as const),
    },
    forMs: seconds(random, 0, 40),
  }),
  (random) => ({ kind: 'engine_stopped', forMs: seconds(random, 0, 20) }),
  (random) => ({ kind: 'clock_set', byMs: oneOf(random, [-3_600_000, -60_000, 60_000, 1_800_000]) }),
  (random) => ({ kind: 'paused', forMs: seconds(random, 5, 90) }),
  () => ({ kind: 'barred' }),
  (random, lines) => ({ kind: 'caller', line: oneOf(random, lines) }),
  (random, lines) => ({ kind: 'caller', line: oneOf(random, lines) }),
  (random, lines) => ({ kind: 'caller', line: oneOf(random, lines) }),
]

/** A longer day has more of it. */
const manyMs = 90 * 60_000

/** What happens in a day of that length, in the order of time. */
export function troublesOf(random: Random, spanMs: number, lines: readonly string[]): readonly Trouble[] {
  const count = Math.round(between(random, 4, 18) * Math.max(1, spanMs / manyMs))
  return Array.from({ length: count }, () => ({
    atMs: between(random, 5_000, Math.round(spanMs)),
    ...oneOf(random, makers)(random, lines),
  })).toSorted((one, other) => one.atMs - other.atMs)
}
