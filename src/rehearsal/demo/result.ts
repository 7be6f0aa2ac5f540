import type { CallRecord as Kept } from '../../domain/record.ts'
import type { CallRecord } from '../pbx/call-record.ts'
import { type DemoCustomer, operatorOf } from './customers.ts'
import { calleeOf } from './watch.ts'
import { words } from './words.ts'

/** What a day left behind. */
export interface DemoDay {
  /** The engine's records. */
  readonly kept: readonly Kept[]
  /** The calls as the far ends saw them. */
  readonly calls: readonly CallRecord[]
  /** Whether a number will never be rung again. */
  barred(number: string): boolean
}

/** What became of a customer. */
export interface DemoResult {
  readonly customer: DemoCustomer
  readonly record: Kept | undefined
  /** In what it differs from what must come of them, in sentences; empty = in nothing. */
  readonly differences: readonly string[]
}

/** Compares what became of each customer with what must. */
export function demoResults(customers: readonly DemoCustomer[], day: DemoDay): readonly DemoResult[] {
  return customers.map((customer) => {
    const { number } = customer
    const records = day.kept.filter((record) => record.contact.phone === number)
    const [record] = records
    const rung = day.calls.filter((call) => call.direction === 'outbound' && calleeOf(call) === number).length
    const talked = day.calls.some(
      (call) => operatorOf(calleeOf(call)) !== undefined && call.answeredMs !== undefined && call.presented === number,
    )
    const differences = [
      ...differs('records of the call', 1, records.length),
      ...differs('how often the phone rang', customer.callsAs === undefined ? 1 : 0, rung),
      ...differs('disposition', customer.ends, record?.outcome.disposition),
      ...differs('detail', customer.detail, record?.outcome.detail),
      ...differs('reason', undefined, record?.outcome.reason),
      ...differs('understood', must(customer), understood(record)),
      ...differs('an operator of the record', customer.operator === true, record?.operator !== undefined),
      ...differs('an operator’s phone that showed the number', customer.operator === true, talked),
      ...differs('on the do-not-call list', customer.barred === true, day.barred(number)),
    ]
    return { customer, record, differences }
  })
}

/** What was understood, reply after reply. */
export function understood(record: Kept | undefined): string {
  const turns = record?.turns.filter(({ transcript }) => transcript !== '') ?? []
  return turns.map(({ transcript }) => `«${transcript}»`).join(' ')
}

function must({ says = [] }: DemoCustomer): string {
  return says.map((name) => `«${words[name].text}»`).join(' ')
}

function differs(what: string, expected: unknown, found: unknown): readonly string[] {
  return expected === found ? [] : [`${what}: ${shown(found)} instead of ${shown(expected)}`]
}

function shown(value: unknown): string {
  return value === undefined || value === '' ? 'none' : String(value)
}
