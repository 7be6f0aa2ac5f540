import type { CallSummary } from '../../store/calls.ts'
import type { CallRecord } from '../pbx/call-record.ts'
import { demoCustomers, operatorOf } from './customers.ts'
import { numberIn } from './network.ts'
import type { Paint } from './paint.ts'

/** What there is to see: the telephone network's side, and the engine's own records. */
export interface Scene {
  readonly calls: readonly CallRecord[]
  readonly ended: readonly CallSummary[]
}

interface Seen {
  rung: boolean
  answered: boolean
  said: number
  ended: boolean
}

/** Tells what happens, look by look: who is rung, what they say, how it ended. */
export class DemoWatch {
  readonly #paint: Paint
  readonly #seen = new Map<CallRecord, Seen>()
  readonly #told = new Set<string>()

  constructor(paint: Paint) {
    this.#paint = paint
  }

  /** What is new since the last look, in lines. */
  look({ calls, ended }: Scene): readonly string[] {
    const news = calls.flatMap((call) => this.#newsOf(call))
    for (const summary of ended) {
      if (this.#told.has(summary.id)) continue
      this.#told.add(summary.id)
      news.push(`${summary.phone}  ${this.#paint.bold(endOf(summary))}`)
    }
    return news
  }

  #newsOf(call: CallRecord): readonly string[] {
    const seen = this.#seen.get(call) ?? { rung: false, answered: false, said: 0, ended: false }
    this.#seen.set(call, seen)
    const operator = call.direction === 'outbound' ? operatorOf(calleeOf(call)) : undefined
    const whom = operator === undefined ? customerOf(call) : call.presented
    const news: string[] = []
    if (!seen.rung) {
      seen.rung = true
      news.push(`${whom}  ${operator === undefined ? this.#begins(call) : `the phone of operator ${operator} rings`}`)
    }
    if (!seen.answered && call.answeredMs !== undefined) {
      seen.answered = true
      if (operator !== undefined) news.push(`${whom}  operator ${operator} talks with them`)
      else news.push(`${whom}  ${call.direction === 'inbound' ? 'is answered' : 'answers'}`)
    }
    if (operator === undefined) {
      for (const { text } of call.said.slice(seen.said)) news.push(`${whom}  says: «${text}»`)
      seen.said = call.said.length
    }
    if (!seen.ended && call.endedMs !== undefined) {
      seen.ended = true
      // Of phones nobody answered the end of the call tells.
      if (call.answeredMs !== undefined && operator === undefined) {
        news.push(`${whom}  ${call.endedBy === 'far' ? 'hangs up' : 'we hang up'}`)
      }
    }
    return news
  }

  #begins(call: CallRecord): string {
    const number = customerOf(call)
    const who = demoCustomers.find((customer) => customer.number === number)?.who ?? 'nobody on the list'
    return `${call.direction === 'inbound' ? 'calls us' : 'is rung'}  ${this.#paint.faint(who)}`
  }
}

/** How many customers are on the phone, those it rings with included. */
export function onThePhone(calls: readonly CallRecord[]): number {
  return calls.filter((call) => call.endedMs === undefined && operatorOf(customerOf(call)) === undefined).length
}

/** The customer at the far end, whoever called. */
export function customerOf(call: CallRecord): string {
  return call.direction === 'inbound' ? call.presented : calleeOf(call)
}

/** Whom we dialled. */
export function calleeOf(call: CallRecord): string {
  return numberIn(call.endpoint)
}

/** How a call ended, in the engine's words. */
export function endOf({ outcome }: Pick<CallSummary, 'outcome'>): string {
  const fine = outcome.reason ?? outcome.detail
  return fine === undefined ? outcome.disposition : `${outcome.disposition} (${fine})`
}
