import type { Database } from 'bun:sqlite'
import { type Disposition, dispositions } from '../../domain/disposition.ts'
import type { PhoneNumber } from '../../domain/phone-number.ts'
import type { CallRecord } from '../../domain/record.ts'
import { seededRandom } from '../../kernel/random.ts'
import { sampleRecord } from '../../store/sample-record.ts'

/** How much there is to be. */
export interface Fill {
  readonly calls: number
  readonly lines: readonly string[]
  readonly scenario: { readonly name: string; readonly hash: string }
  /** The end of the latest call, epoch milliseconds. */
  readonly until: number
}

/** So many calls end in a day: the whole is a year of a busy house. */
export const callsADay = 10_000
/** On the do-not-call list, of so many called. */
const barredOneIn = 50

/** What a house of this kind sees: few agree, many do not answer. In the order of {@link dispositions}. */
const weights: Readonly<Record<Disposition, number>> = {
  connected: 60,
  not_interested: 200,
  disconnected: 20,
  hangup: 150,
  no_answer: 280,
  busy: 90,
  power_off: 110,
  banned: 20,
  unknown: 40,
  failed: 10,
  inbound_call: 15,
  complained: 5,
}

/** The n-th number that is called; every tenth is called again. */
export function numberOf(n: number): PhoneNumber {
  return `0935${String(n - (n % 10 === 9 ? 9 : 0)).padStart(7, '0')}` as PhoneNumber
}

/** The id of the n-th call: ascending in time, as the engine's are. */
export function idOf(n: number, endedAt: number): string {
  return `${Math.round(endedAt).toString(16).padStart(12, '0')}7${n.toString(16).padStart(19, '0')}`
}

/** Writes calls with their attempts, contacts, replies, steps and reports, as fast as the disk takes them. */
export function fill(db: Database, { calls, lines, scenario, until }: Fill): void {
  db.run('PRAGMA synchronous = OFF')
  db.run('PRAGMA cache_size = -400000')
  const random = seededRandom(7)
  const stepMs = 86_400_000 / callsADay
  const writers = writersOf(db)
  for (let n = 0; n < calls; ) {
    const write = db.transaction(() => {
      for (const end = Math.min(calls, n + 20_000); n < end; n++) {
        const endedAt = Math.round(until - (calls - n) * stepMs)
        writers(recordOf(n, endedAt, { random, lines, scenario }), n)
      }
    })
    write()
  }
  db.run('PRAGMA wal_checkpoint(TRUNCATE)')
}

interface Chance {
  readonly random: () => number
  readonly lines: readonly string[]
  readonly scenario: Fill['scenario']
}

function recordOf(n: number, endedAt: number, { random, lines, scenario }: Chance): CallRecord {
  const disposition = pick(random)
  const answered = !['no_answer', 'busy', 'power_off', 'banned'].includes(disposition)
  const sample = sampleRecord()
  const { answeredAt: _, ...head } = sample
  const attemptedAt = endedAt - (answered ? 40_000 : 25_000)
  return {
    ...head,
    id: idOf(n, endedAt),
    direction: disposition === 'inbound_call' ? 'inbound' : 'outbound',
    contact: { ...sample.contact, id: `k${n}`, phone: numberOf(n) },
    line: { number: lines[n % lines.length] ?? '' },
    scenario,
    outcome: { disposition },
    attemptedAt,
    endedAt,
    ...(answered ? { answeredAt: attemptedAt + 9_000 } : {}),
    turns: answered ? sample.turns.slice(0, 2) : [],
    trace: answered ? sample.trace : [],
  }
}

function pick(random: () => number): Disposition {
  let left = random() * 1_000
  for (const disposition of dispositions) {
    left -= weights[disposition]
    if (left < 0) return disposition
  }
  return 'no_answer'
}

function writersOf(db: Database): (record: CallRecord, n: number) => void {
  const call = db.query(
    `INSERT INTO calls (id, direction, contact_id, phone, line, scenario, disposition, attempted_at, ended_at, record_json)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const attempt = db.query(
    `INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state, scenario_json)
     VALUES (?, ?, ?, ?, ?, ?, 'recorded', ?)`,
  )
  const contact = db.query(
    `INSERT INTO contacts (id, source, phone, panel_id_json, fields_json, state, changed_at, report_key)
     VALUES (?, 'panel', ?, ?, '{}', ?, ?, ?)`,
  )
  const turn = db.query('INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const step = db.query('INSERT INTO trace VALUES (?, ?, ?, ?, ?, ?)')
  const report = db.query(
    `INSERT INTO outbox (kind, key, body, state, attempts, due_at, created_at, changed_at)
     VALUES ('panel.report', ?, ?, ?, 0, 0, ?, ?)`,
  )
  const bar = db.query(
    "INSERT INTO do_not_call (phone, source, since, call_id) VALUES (?, 'spoken', ?, ?) ON CONFLICT DO NOTHING",
  )
  return ({ turns, trace, ...head }, n) => {
    const { id, direction, contact: who, line, scenario, outcome, attemptedAt, endedAt } = head
    const { disposition } = outcome
    const name = scenario?.name ?? ''
    call.run(
      id,
      direction,
      who.id,
      who.phone,
      line.number,
      name,
      disposition,
      attemptedAt,
      endedAt,
      JSON.stringify(head),
    )
    const waits = n % 20 === 0
    contact.run(who.id, who.phone, String(n), waits ? 'waiting' : 'done', endedAt, id)
    if (direction === 'outbound') {
      attempt.run(id, who.id, who.phone, line.number, JSON.stringify(line), attemptedAt, JSON.stringify(scenario))
    }
    for (const [at, each] of turns.entries()) {
      const { transcript, intent, by, listenMs, enhanceMs, recogniseMs, thinkMs } = each
      turn.run(id, at, each.at, transcript, intent, by, listenMs, enhanceMs, recogniseMs, thinkMs)
    }
    for (const [at, each] of trace.entries()) step.run(id, at, each.path, each.line, each.at, each.result)
    const state = n % 2_000 === 0 ? 'set_aside' : n % 5_000 === 1 ? 'dropped' : 'delivered'
    const body = { number_id: n, phone_number: who.phone, company: 'sina', status: disposition.toUpperCase() }
    report.run(id, JSON.stringify(body), state, endedAt, endedAt)
    if (n % barredOneIn === 0) bar.run(who.phone, endedAt, id)
  }
}
