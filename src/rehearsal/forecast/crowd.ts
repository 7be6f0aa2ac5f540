import type { RunConfig } from '../../app/parts.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { CallRecord } from '../pbx/call-record.ts'
import type { VirtualPbx } from '../pbx/pbx.ts'
import { type Act, type CallerScript, leaves, type Moment } from '../pbx/script.ts'
import { Timeline } from '../pbx/timeline.ts'
import type { Route } from '../pbx/world.ts'
import { chanceFor } from '../simulation/chance.ts'
import type { Cause, Mix } from './mix.ts'
import type { OperatorPhones } from './operator-phones.ts'
import { attemptOn, type Person, personOf, spread } from './person.ts'
import type { Question } from './questions.ts'
import type { Sentences } from './sentences.ts'
import { Talk } from './talk.ts'

/** What the people of a simulated campaign know and are given. */
export interface CrowdParts {
  readonly seed: number
  readonly mix: Mix
  readonly sentences: ReadonlyMap<Question, Sentences>
  readonly operators: OperatorPhones
  readonly outbound: RunConfig['outbound']
  readonly clock: Clock
  /** The hour of the company's day at this instant, 0 to 23. */
  readonly hour: () => number
}

/** How often one person speaks on a call at most. */
const mostReplies = 12
const greeting = 'سلام'
/** Until somebody hears from us that they were understood: those who agreed wait from then on. */
const understandsMs = 4_000
/** From the greeting of an operator until the two certainly are together, and how often that is looked for. */
const joinsMs = 2_000
const mostLooks = 5

/** Everybody who can be called: customers and operators, and the network between. */
export class Crowd implements Disposable {
  readonly #parts: CrowdParts
  readonly #timeline: Timeline
  readonly #attempts = new Map<string, number>()
  readonly #claimed = new WeakSet<CallRecord>()
  readonly #prefixes: readonly string[]
  #operatorCalls = 0
  #pbx: VirtualPbx | undefined

  constructor(parts: CrowdParts) {
    this.#parts = parts
    this.#timeline = new Timeline(parts.clock)
    this.#prefixes = prefixesOf(parts.outbound)
  }

  /** The exchange by which they are called. */
  join(pbx: VirtualPbx): void {
    this.#pbx = pbx
  }

  /** Who answers under an endpoint, and how. */
  reach(endpoint: string): Route {
    const seats = this.#parts.operators.byEndpoint.get(endpoint)
    if (seats !== undefined) return { kind: 'reaches', script: this.#operator(endpoint, seats) }
    return { kind: 'reaches', script: this.#customer(endpoint) }
  }

  [Symbol.dispose](): void {
    this.#timeline[Symbol.dispose]()
  }

  #customer(endpoint: string): CallerScript {
    const { seed, mix, hour } = this.#parts
    const phone = this.#phoneAt(endpoint)
    const nth = this.#attempts.get(phone) ?? 0
    this.#attempts.set(phone, nth + 1)
    const attempt = attemptOn(seed, phone, nth, mix)
    const now = hour()
    if (attempt.reachability >= (mix.answerRate[now] ?? 0)) return { network: networkOf(attempt.cause), acts: [] }
    const person = personOf(seed, phone, mix)
    const agrees = person.willingness < (mix.yesRate[now] ?? 0)
    return {
      network: { kind: 'answers', afterMs: Math.min(attempt.ringMs, 25_000), rings: true },
      acts: this.#actsOf(endpoint, phone, person, agrees),
    }
  }

  #actsOf(endpoint: string, phone: string, person: Person, agrees: boolean): readonly Act[] {
    const random = chanceFor(this.#parts.seed, `pauses ${phone}`)
    if (!agrees && person.reply === 'silent') return [leaves(20_000 + random() * 40_000)]
    if (!agrees && person.reply === 'leaves') return [leaves(random() * 12_000)]
    const talk = new Talk(phone, person, agrees, this.#parts)
    return Array.from({ length: mostReplies }, () => {
      return reply(() => this.#answer(endpoint, talk), random() * 1_200)
    })
  }

  /** The words of the moment; what follows from them is ordered. */
  #answer(endpoint: string, talk: Talk): string {
    const record = this.#pbx?.open.find((each) => each.endpoint === endpoint && each.endedMs === undefined)
    const { words, settles, partsSoon } = talk.answer(record?.heard.map(({ media }) => media) ?? [])
    if (record === undefined) return words
    const after = lastsMs(words)
    if (settles) {
      this.#timeline.after(after + understandsMs + talk.person.patienceMs, () => {
        if (record.spokeWith.length === 0) this.#hangUp(record)
      })
    } else if (partsSoon) this.#timeline.after(after + understandsMs + 1_000, () => this.#hangUp(record))
    return words
  }

  #operator(endpoint: string, seats: number): CallerScript {
    const { seed, mix } = this.#parts
    const random = chanceFor(seed, `operator ${this.#operatorCalls++}`)
    const [answers, ring] = [random(), random()]
    const busy =
      this.#pbx?.open.filter((each) => each.endpoint === endpoint && each.answeredMs !== undefined).length ?? 0
    if (answers >= mix.operators.answerRate || busy >= seats) return { network: { kind: 'rings_for_ever' }, acts: [] }
    const greet = (): string => {
      this.#converse(endpoint)
      return greeting
    }
    return {
      network: { kind: 'answers', afterMs: Math.round(mix.operators.ringMs * spread(ring)), rings: true },
      acts: [reply(greet, 0, 'at_once')],
    }
  }

  /** The operator who has just answered talks with the customer for as long as that one does. */
  #converse(endpoint: string): void {
    const own = this.#pbx?.open.find(
      (each) => each.endpoint === endpoint && each.answeredMs !== undefined && !this.#claimed.has(each),
    )
    if (own === undefined) return
    this.#claimed.add(own)
    const look = (left: number): void => {
      const customer = this.#pbx?.open.find(({ channelId }) => channelId === own.spokeWith.at(-1))
      if (customer === undefined) {
        if (left > 0) this.#timeline.after(joinsMs, () => look(left - 1))
        else this.#hangUp(own)
        return
      }
      const { seed, mix, hour } = this.#parts
      const person = personOf(seed, this.#phoneAt(customer.endpoint), mix)
      const talkMs = (mix.talkMs[hour()] ?? 0) * person.talkativeness
      this.#timeline.after(Math.max(1_000, talkMs - joinsMs), () => this.#hangUp(person.hangsUpFirst ? customer : own))
    }
    this.#timeline.after(joinsMs, () => look(mostLooks))
  }

  #hangUp(record: CallRecord): void {
    if (record.endedMs === undefined) this.#pbx?.hangUpFarEnd(record.channelId)
  }

  /** The number behind an endpoint, without the digits its line puts before it. */
  #phoneAt(endpoint: string): string {
    const dialled = /^PJSIP\/(.*)@/.exec(endpoint)?.[1] ?? endpoint
    const prefix = this.#prefixes.find((each) => dialled.startsWith(each)) ?? ''
    return dialled.slice(prefix.length)
  }
}

/** Words that are chosen at the moment they are said. */
function reply(choose: () => string, afterMs: number, when: Moment = 'after_prompt'): Act {
  let chosen: string | undefined
  const words = (): string => {
    chosen ??= choose()
    return chosen
  }
  return {
    kind: 'says',
    get text() {
      return words()
    },
    get lastsMs() {
      return lastsMs(words())
    },
    when,
    afterMs,
  }
}

function lastsMs(words: string): number {
  return Math.max(500, words.length * 70)
}

function networkOf(cause: Cause): CallerScript['network'] {
  switch (cause) {
    case 'no_answer':
      return { kind: 'rings_for_ever' }
    case 'busy':
      return { kind: 'refuses', cause: 17, afterMs: 1_000 }
    case 'power_off':
      return { kind: 'refuses', cause: 20, afterMs: 5_000, announces: true }
    case 'unallocated':
      return { kind: 'refuses', cause: 1, afterMs: 800 }
    case 'rejected':
      return { kind: 'refuses', cause: 21, afterMs: 6_000, rings: true }
    case 'silent_network':
      return { kind: 'says_nothing' }
    default:
      return cause satisfies never
  }
}

/** Digits that may stand before a number, the longest first. */
function prefixesOf({ dialPrefix, lines }: RunConfig['outbound']): readonly string[] {
  if (dialPrefix === 'none') return []
  if (dialPrefix !== 'line4') return [dialPrefix.digits]
  const all = lines.map(({ number }) => number.replace(/\D/g, '').slice(-4))
  return all.toSorted((one, other) => other.length - one.length)
}
