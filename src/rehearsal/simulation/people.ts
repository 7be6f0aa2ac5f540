import type { Random } from '../../kernel/random.ts'
import { type Act, type CallerScript, leaves, says } from '../pbx/script.ts'
import { between, oneOf, weighted } from './chance.ts'

/** What the network makes of a call. */
export type Reached = 'answers' | 'no_answer' | 'busy' | 'power_off' | 'unallocated' | 'rejected' | 'silent_network'

/** What a person does who has answered. */
export type Manner =
  | 'yes'
  | 'no'
  | 'unclear'
  | 'unclear_then_yes'
  | 'asks'
  | 'silent'
  | 'leaves'
  | 'complains'
  | 'vanishes'

/** How many of the people are how, by weight. */
export interface Mix {
  readonly reached: Readonly<Record<Reached, number>>
  readonly manner: Readonly<Record<Manner, number>>
}

/** What people say; at least one sentence of each kind. */
export type Sayings = Readonly<Record<'yes' | 'no' | 'unclear' | 'asks' | 'complains', readonly string[]>>

/** Somebody called from a list on an ordinary day, with a few of every kind that makes trouble. */
export const everydayMix: Mix = {
  reached: {
    answers: 50,
    no_answer: 24,
    busy: 8,
    power_off: 10,
    unallocated: 2,
    rejected: 5,
    silent_network: 1,
  },
  manner: {
    yes: 16,
    no: 40,
    unclear: 6,
    unclear_then_yes: 4,
    asks: 4,
    silent: 9,
    leaves: 17,
    complains: 3,
    vanishes: 1,
  },
}

const staysMs = 90_000

/** Somebody of the mix: the same chance gives the same person. */
export function personOf(mix: Mix, sayings: Sayings, random: Random): CallerScript {
  const reached = weighted(random, mix.reached)
  switch (reached) {
    case 'answers': {
      const manner = weighted(random, mix.manner)
      const afterMs = between(random, 1_500, 18_000)
      return { network: { kind: 'answers', afterMs, rings: true }, acts: actsOf(manner, sayings, random) }
    }
    case 'no_answer':
      return unreached({ kind: 'rings_for_ever' })
    case 'busy':
      return unreached({ kind: 'refuses', cause: 17, afterMs: between(random, 300, 2_000) })
    case 'power_off':
      return unreached({ kind: 'refuses', cause: 20, afterMs: between(random, 2_000, 9_000), announces: true })
    case 'unallocated':
      return unreached({ kind: 'refuses', cause: 1, afterMs: between(random, 300, 1_500) })
    case 'rejected':
      return unreached({ kind: 'refuses', cause: 21, afterMs: between(random, 2_000, 9_000), rings: true })
    case 'silent_network':
      return unreached({ kind: 'says_nothing' })
  }
}

/** An operator: most of them answer, and talk a while. */
export function operatorOf(random: Random, answersShare = 0.85): CallerScript {
  if (random() >= answersShare) return unreached({ kind: 'rings_for_ever' })
  return {
    network: { kind: 'answers', afterMs: between(random, 1_000, 9_000), rings: true },
    acts: [leaves(between(random, 15_000, 90_000))],
  }
}

function actsOf(manner: Manner, sayings: Sayings, random: Random): readonly Act[] {
  const say = (kind: keyof Sayings): Act => says(oneOf(random, sayings[kind]), { afterMs: between(random, 0, 1_200) })
  const stays = leaves(between(random, 5_000, staysMs))
  switch (manner) {
    case 'yes':
      return [say('yes'), stays]
    case 'no':
      return [say('no'), stays]
    case 'unclear':
      return [say('unclear'), say('unclear'), stays]
    case 'unclear_then_yes':
      return [say('unclear'), say('yes'), stays]
    case 'asks':
      return [say('asks'), say(random() < 0.5 ? 'yes' : 'no'), stays]
    case 'complains':
      return [say('complains'), stays]
    case 'silent':
      return [stays]
    case 'leaves':
      return [leaves(between(random, 0, 9_000))]
    case 'vanishes':
      return [{ kind: 'vanishes', when: 'at_once', afterMs: between(random, 0, 9_000) }]
  }
}

function unreached(network: CallerScript['network']): CallerScript {
  return { network, acts: [] }
}
