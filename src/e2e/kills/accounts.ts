import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { PanelStandIn } from '../../testing/services/panel.ts'
import type { Carrier } from '../rig/carrier.ts'
import type { CarrierCall } from '../rig/journal.ts'
import type { Day } from './day.ts'

/** Where the traces of a day are. */
export interface Accounts {
  readonly day: Day
  readonly panel: PanelStandIn
  readonly carrier: Carrier
  /** When the day began, epoch milliseconds: the carrier's journal goes on from day to day. */
  readonly sinceMs: number
  /** The engines' folder. */
  readonly folder: string
}

/** What is known of the death beside. */
export interface Ended extends Accounts {
  /** How many inbound calls an engine had in its hands. */
  readonly callers: number
  /** Keys of the last report the panel took before each death: those that may come once more. */
  readonly inFlight: readonly string[]
}

interface Row {
  readonly id: string
  readonly phone: string
  readonly direction: string
}

/** What is wrong with a day that is over, a sentence each: a number lost, doubled, rung twice, or still open. */
export function faultsOf(ended: Ended): readonly string[] {
  using db = new Database(join(ended.folder, 'data/salehi.db'), { readonly: true })
  const calls = db.query<Row, []>('SELECT id, phone, direction FROM calls').all()
  const count = (sql: string): number => db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${sql}`).get()?.n ?? 0
  const check = db.query<{ quick_check: string }, []>('PRAGMA quick_check').get()?.quick_check
  return [
    ...ended.day.numbers.flatMap(({ phone_number }) => outboundFaults(phone_number, ended, calls)),
    ...inboundFaults(ended, calls),
    ...repeatFaults(ended),
    ...ended.panel.violations.map((violation) => `the panel refused: ${violation}`),
    ...(check === 'ok' ? [] : [`the database is damaged: ${check}`]),
    ...some(count("attempts WHERE state = 'open'"), 'attempts are still open'),
    ...some(
      count(`contacts WHERE state <> iif(phone = '${ended.day.barred}', 'set_aside', 'done')`),
      'contacts are open',
    ),
    ...some(count("outbox WHERE state <> 'delivered'"), 'reports are still owed'),
    ...some(count('live_calls'), 'calls are still kept as live'),
  ]
}

function outboundFaults(phone: string, ended: Ended, calls: readonly Row[]): readonly string[] {
  const keys = keysOf(phone, ended)
  const kept = calls.filter((call) => call.phone === phone && call.direction === 'outbound')
  const isBarred = phone === ended.day.barred
  const rang = ended.carrier.calls(phone).filter(({ calledAtMs }) => calledAtMs >= ended.sinceMs)
  return [
    ...unless(keys.length === 1, `${phone}: LOST or DOUBLED: ${keys.length} facts at the panel`),
    ...unless(kept.length === (isBarred ? 0 : 1), `${phone}: ${kept.length} calls in the store`),
    ...unless(rang.length <= (isBarred ? 0 : 1), `${phone}: RANG ${rang.length} times: ${rang.map(told).join('; ')}`),
    ...unless(
      isBarred || keys.every((key) => kept.some(({ id }) => id === key)),
      `${phone}: the report is of no call in the store`,
    ),
  ]
}

function inboundFaults(ended: Ended, calls: readonly Row[]): readonly string[] {
  const { phone } = ended.day.caller
  const kept = calls.filter((call) => call.phone === phone && call.direction === 'inbound')
  const keys = keysOf(phone, ended)
  return [
    ...unless(kept.length === ended.callers, `inbound: ${ended.callers} calls came, ${kept.length} are recorded`),
    ...unless(keys.length === ended.callers, `inbound: ${ended.callers} calls came, ${keys.length} facts at the panel`),
  ]
}

/** A report may come twice where the engine died between the panel's answer and its note of it: that one alone, and once. */
function repeatFaults({ panel, inFlight }: Ended): readonly string[] {
  const repeats = panel.reports.all.filter(({ repeat }) => repeat)
  const others = repeats.filter(({ idempotencyKey }) => !inFlight.includes(idempotencyKey))
  return [
    ...unless(others.length === 0, `${others.length} reports were repeated that were not in flight at the death`),
    ...unless(repeats.length <= inFlight.length, `${repeats.length} repeats after ${inFlight.length} deaths`),
  ]
}

const keysOf = (phone: string, { panel }: Accounts): readonly string[] => [
  ...new Set(
    panel.reports.all.filter(({ body }) => body['phone_number'] === phone).map(({ idempotencyKey }) => idempotencyKey),
  ),
]

const told = ({ calledAtMs, answeredAtMs, cause, endedBy }: CarrierCall): string =>
  `${new Date(calledAtMs).toISOString().slice(17, 23)} ${answeredAtMs === undefined ? 'unanswered' : 'answered'} cause ${cause} by ${endedBy}`

const unless = (right: boolean, fault: string): readonly string[] => (right ? [] : [fault])
const some = (count: number, what: string): readonly string[] => unless(count === 0, `${count} ${what}`)
