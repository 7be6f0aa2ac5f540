import { chanceFor, weighted } from '../simulation/chance.ts'
import type { Cause, Mix, Reply } from './mix.ts'

/** What somebody is like: the same number is the same person, whatever the settings. Numbers without a unit are in [0, 1). */
export interface Person {
  /** Below the mix's yes rate of the hour they agree. */
  readonly willingness: number
  /** What they do when they do not agree. */
  readonly reply: Reply
  readonly hesitates: boolean
  /** What a model makes of them where rules make nothing of them. */
  readonly meaning: 'agrees' | 'declines' | 'nothing'
  readonly patienceMs: number
  /** Their conversation beside the average one: 1 = as long. */
  readonly talkativeness: number
  /** Whether they and not the operator end the conversation. */
  readonly hangsUpFirst: boolean
  /** Whether they wait until we have said goodbye. */
  readonly isPolite: boolean
}

/** What comes of one attempt to reach somebody. */
export interface Attempted {
  /** Below the mix's answer rate of the hour they answer. */
  readonly reachability: number
  readonly cause: Cause
  readonly ringMs: number
}

/** How many of those whom only a model understands agree. */
const meantYes = 0.3

/** The person of a number. */
export function personOf(seed: number, phone: string, mix: Mix): Person {
  const random = chanceFor(seed, `person ${phone}`)
  const [willingness, hesitation, understood, meant] = [random(), random(), random(), random()]
  const [patience, talk, last, polite] = [random(), random(), random(), random()]
  const isUnderstood = understood < mix.model.understands
  return {
    willingness,
    reply: weighted(random, mix.replies),
    hesitates: hesitation < mix.hesitation,
    meaning: isUnderstood ? (meant < meantYes ? 'agrees' : 'declines') : 'nothing',
    patienceMs: mix.patienceMs * spread(patience),
    talkativeness: spread(talk),
    hangsUpFirst: last < 0.7,
    isPolite: polite < 0.6,
  }
}

/** The n-th attempt (from 0) to reach a number. */
export function attemptOn(seed: number, phone: string, attempt: number, mix: Mix): Attempted {
  const random = chanceFor(seed, `attempt ${attempt} ${phone}`)
  const [reachability, ring] = [random(), random()]
  return { reachability, ringMs: Math.round(mix.ringMs * spread(ring)), cause: weighted(random, mix.causes) }
}

/** Around 1 on average: many are shorter, a few much longer (0.25 to 2.5). */
export function spread(chance: number): number {
  return 0.25 + 2.25 * chance * chance
}
