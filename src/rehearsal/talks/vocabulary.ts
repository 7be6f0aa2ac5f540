import { dispositions, isNetworkDisposition, oldNames } from '../../domain/disposition.ts'
import { suggestion } from '../../scenario/near.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Located } from '../../scenario/problem.ts'
import type { Report } from '../../scenario/report.ts'

/** The names a talk may use, for they are those of its scenario. Without a plan (it is broken) every name passes. */
export class Vocabulary {
  readonly #plan: Plan | undefined
  readonly #report: Report

  constructor(plan: Plan | undefined, report: Report) {
    this.#plan = plan
    this.#report = report
  }

  prompt(name: Located<string>): void {
    this.#known(name, 'prompt', (plan) => plan.prompts.keys())
  }

  field(name: Located<string>): void {
    this.#known(name, 'contact field', (plan) => ['phone', ...plan.contact.keys()])
  }

  disposition(word: Located<string>): void {
    const shared = [...dispositions, ...Object.keys(oldNames)]
    const sayable = shared.filter((one) => !isNetworkDisposition(toShared(one)))
    this.#known(word, 'disposition', (plan) => [...plan.dispositions.keys(), ...sayable])
  }

  /** `others` may be said here too. */
  intent(name: Located<string>, others: readonly string[] = []): void {
    this.#known(name, 'intent', (plan) => [...intentsOf(plan), ...others])
  }

  isIntent(name: string): boolean {
    return this.#plan !== undefined && intentsOf(this.#plan).includes(name)
  }

  /** Whether it is a word of the scenario's own `dispositions`. */
  isOwnDisposition(word: string): boolean {
    return this.#plan?.dispositions.has(word) === true
  }

  offers(direction: 'outbound' | 'inbound'): boolean {
    return this.#plan === undefined || this.#plan.offers.includes(direction)
  }

  #known(name: Located<string>, what: string, namesOf: (plan: Plan) => Iterable<string>): void {
    if (this.#plan === undefined) return
    const names = [...new Set(namesOf(this.#plan))]
    if (!names.includes(name.value))
      this.#report.add('unknown-name', name.at, `there is no ${what} "${name.value}"${suggestion(name.value, names)}`)
  }
}

/** The shared disposition of a word, where an older name was written. */
export function toShared(word: string): (typeof dispositions)[number] {
  return oldNames[word] ?? dispositions.find((one) => one === word) ?? 'unknown'
}

/** Intents of questions the scenario asks, and those it hears at every question. */
function intentsOf(plan: Plan): readonly string[] {
  const declared = [...plan.intents.values()].flatMap((set) => [...set.intents.keys()])
  return [...declared, ...plan.always.map(({ name }) => name), 'unknown', 'no_input']
}
