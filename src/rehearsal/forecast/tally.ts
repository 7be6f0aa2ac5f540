import type { Disposition } from '../../domain/disposition.ts'
import type { CallRecord } from '../../domain/record.ts'
import { type Figures, type Slot, spreadOf } from './figures.ts'
import { type Held, type Hold, holds } from './held-back.ts'
import type { Place } from './local-hours.ts'
import type { Asked } from './questions.ts'

type Sums = { -readonly [K in keyof Slot]: number }

const hourMs = 3_600_000
const newSums = (): Sums => ({
  calls: 0,
  answered: 0,
  agreed: 0,
  connected: 0,
  abandoned: 0,
  operatorMs: 0,
  openMs: 0,
})

/** Counts what comes of a simulated campaign, call by call. */
export class Tally {
  readonly #places: (at: number) => Place
  /** By scenario: path of a question and answer that settle it, as a trace names them; and its transfers. */
  readonly #settled = new Map<string, ReadonlySet<string>>()
  readonly #transfers = new Map<string, ReadonlySet<string>>()
  readonly #hours = Array.from({ length: 24 }, newSums)
  readonly #days: Sums[] = []
  readonly #outcomes: Partial<Record<Disposition, number>> = {}
  readonly #held = new Map<Hold, number>(holds.map((hold) => [hold, 0]))
  readonly #waits: number[] = []
  readonly #yesWaits: number[] = []
  readonly #talks: number[] = []
  readonly #callTimes: number[] = []
  readonly #reached = new Set<string>()
  #unserved = 0
  #unplaced = 0
  #replies = { all: 0, byModel: 0, unclear: 0 }
  #lastEndAt: number | undefined

  constructor(asked: readonly Asked[], places: (at: number) => Place) {
    this.#places = places
    for (const { plan, questions, transfers } of asked) {
      const answers = questions.flatMap(({ step, settled }) => [...settled].map((name) => `${step.path} ${name}`))
      this.#settled.set(plan.name, new Set(answers))
      this.#transfers.set(plan.name, transfers)
    }
  }

  /** When the last call so far ended, epoch milliseconds. */
  get lastEndAt(): number | undefined {
    return this.#lastEndAt
  }

  /** So much time has passed, beginning at that instant, in which this held the dialer back; `isAtWork`: there was somebody to call or to talk with. */
  passed(from: number, ms: number, held: Held, isAtWork: boolean): void {
    for (const [hold, share] of held) this.#held.set(hold, (this.#held.get(hold) ?? 0) + ms * share)
    if (isAtWork)
      this.#spread(from, ms, (sums, part) => {
        sums.openMs += part
      })
  }

  /** A call was dialled and came to no phone. */
  takeUnplaced(): void {
    this.#unplaced++
  }

  /** A call has its record. */
  take(record: CallRecord): void {
    const { outcome, answeredAt, endedAt, attemptedAt, turns } = record
    const slots = this.#slotsAt(attemptedAt)
    const count = (what: keyof Sums): void => {
      for (const sums of slots) sums[what]++
    }
    this.#lastEndAt = Math.max(this.#lastEndAt ?? 0, endedAt)
    this.#outcomes[outcome.disposition] = (this.#outcomes[outcome.disposition] ?? 0) + 1
    count('calls')
    if (answeredAt === undefined) return
    count('answered')
    this.#reached.add(record.contact.phone)
    this.#callTimes.push(endedAt - answeredAt)
    for (const { intent, by, transcript } of turns) {
      if (transcript === '') continue
      this.#replies.all++
      if (by === 'llm') this.#replies.byModel++
      if (intent === 'unknown') this.#replies.unclear++
    }
    this.#takeYes(record, count)
  }

  /** Everything counted; `about` says what the calls alone cannot. */
  figures(
    about: Pick<Figures, 'seed' | 'numbers' | 'mostDays' | 'seats' | 'uncalled'> & { readonly isOver: boolean },
  ): Figures {
    const { isOver, ...rest } = about
    const sum = (what: keyof Sums): number => this.#hours.reduce((all, slot) => all + slot[what], 0)
    const endsAt = isOver && this.#lastEndAt !== undefined ? this.#places(this.#lastEndAt) : undefined
    return {
      ...rest,
      ...(endsAt === undefined ? {} : { endsAt }),
      unreached: rest.numbers - rest.uncalled - this.#reached.size,
      calls: sum('calls'),
      unplaced: this.#unplaced,
      answered: sum('answered'),
      outcomes: this.#outcomes,
      agreed: sum('agreed'),
      abandoned: sum('abandoned'),
      unserved: this.#unserved,
      connected: sum('connected'),
      operatorWait: spreadOf(this.#waits),
      yesWait: spreadOf(this.#yesWaits),
      talk: spreadOf(this.#talks),
      callMs: spreadOf(this.#callTimes),
      hours: this.#hours,
      days: this.#days.slice(0, this.#days.findLastIndex(({ calls, operatorMs }) => calls > 0 || operatorMs > 0) + 1),
      held: this.#held,
      replies: this.#replies,
    }
  }

  #takeYes({ scenario, trace, endedAt, endedBy, outcome }: CallRecord, count: (what: keyof Sums) => void): void {
    const settled = this.#settled.get(scenario?.name ?? '')
    const transfers = this.#transfers.get(scenario?.name ?? '')
    const yes = trace.findLast(({ path, result }) => settled?.has(`${path} ${result}`) === true)
    if (yes === undefined) return
    count('agreed')
    const operator = trace.find(({ path, result }) => transfers?.has(path) === true && result === 'answered')
    this.#yesWaits.push((operator?.at ?? endedAt) - yes.at)
    if (operator !== undefined) {
      this.#waits.push(operator.at - yes.at)
      this.#talks.push(endedAt - operator.at)
      this.#spread(operator.at, endedAt - operator.at, (sums, part) => {
        sums.operatorMs += part
      })
      count('connected')
    } else if (transfers?.size === 0 && outcome.disposition === 'connected') count('connected')
    else if (endedBy === 'them') count('abandoned')
    else this.#unserved++
  }

  /** Puts a stretch of time into the hours it covers. */
  #spread(from: number, ms: number, add: (sums: Sums, ms: number) => void): void {
    for (let at = from, left = ms; left > 0; ) {
      const { minute } = this.#places(at)
      const intoHourMs = (minute % 60) * 60_000
      const part = Math.min(left, Math.max(60_000, hourMs - intoHourMs))
      for (const sums of this.#slotsAt(at)) add(sums, part)
      at += part
      left -= part
    }
  }

  #slotsAt(at: number): readonly Sums[] {
    const { day, hour } = this.#places(at)
    while (this.#days.length < day) this.#days.push(newSums())
    return [this.#hours[hour] as Sums, this.#days[day - 1] as Sums]
  }
}
