import type { Database } from 'bun:sqlite'
import type { Line } from '../domain/line.ts'
import type { Progress } from '../session/ports.ts'
import { Calls } from './calls.ts'
import {
  type AttemptRow,
  type BarRow,
  type ContactRow,
  nameIn,
  type ReportRow,
  toBarred,
  toListed,
  toOwed,
} from './history-rows.ts'
import type { Barred, ListedContact, NumberHistory, OwedReport, PastAttempt } from './number-history.ts'

/** A number rung more often is told of by its latest calls alone. */
const mostAttempts = 200
const mostContacts = 50

/** What became of a number or a call, whenever it was; reads alone. */
export class History {
  readonly #db: Database
  readonly #calls: Calls

  constructor(db: Database) {
    this.#db = db
    this.#calls = new Calls(db)
  }

  /** All of a number; undefined when it was never seen. */
  ofNumber(phone: string): NumberHistory | undefined {
    const contacts = this.#contacts(phone)
    const attempts = this.#attempts(phone)
    const bars = this.#bars(phone)
    if (contacts.length + attempts.length + bars.length === 0) return undefined
    const keys = new Set([...attempts.map(({ id }) => id), ...contacts.flatMap(({ reportKey }) => reportKey ?? [])])
    return {
      phone,
      contacts,
      attempts,
      reports: [...keys].flatMap((key) => this.#reports(key)),
      bars,
    }
  }

  /** Calls whose id begins so, oldest first; `id` must be made of digits and letters. */
  callsLike(
    id: string,
    limit: number,
  ): readonly { readonly id: string; readonly phone: string; readonly at: number }[] {
    const sql = `SELECT id, phone, min(at) AS at FROM (
        SELECT id, phone, dialled_at AS at FROM attempts WHERE id >= ?1 AND id < ?2
        UNION ALL SELECT id, phone, attempted_at AS at FROM calls WHERE id >= ?1 AND id < ?2
      ) GROUP BY id ORDER BY at, id LIMIT ?3`
    return this.#db
      .query<{ id: string; phone: string; at: number }, [string, string, number]>(sql)
      .all(id, `${id}~`, limit)
  }

  /** An order to dial, or a call that came in; undefined when no such id is known. */
  attemptOf(id: string): PastAttempt | undefined {
    const sql = 'SELECT id, phone, line_json, dialled_at, state, scenario_json FROM attempts WHERE id = ?'
    const row = this.#db.query<AttemptRow, [string]>(sql).get(id)
    if (row !== null) return this.#toAttempt(row)
    const [recorded] = this.#withoutOrder(id)
    if (recorded !== undefined) return recorded
    const progress = this.#progress(id)
    const { contact, line, attemptedAt, scenario } = progress?.known ?? {}
    if (progress === undefined || line === undefined) return undefined
    const named = scenario === undefined ? {} : { scenario: scenario.name }
    return { id, phone: contact?.phone ?? '', line, at: attemptedAt ?? progress.at, state: 'open', ...named, progress }
  }

  /** The far end's number of an attempt or a call that is up; undefined when it is not written down. */
  phoneOf(id: string): string | undefined {
    const attempt = this.#db.query<{ phone: string }, [string]>('SELECT phone FROM attempts WHERE id = ?').get(id)
    return attempt?.phone ?? this.#progress(id)?.known.contact?.phone
  }

  #contacts(phone: string): readonly ListedContact[] {
    const sql = `SELECT contacts.id, source, panel_id_json, state, because, changed_at, due_at, zone, technical, report_key,
        import_id, imports.file, imports.at AS imported_at, imports.ready_at, imports.undone_at
      FROM contacts LEFT JOIN imports ON imports.id = import_id WHERE phone = ? ORDER BY seq DESC LIMIT ?`
    const rows = this.#db.query<ContactRow, [string, number]>(sql).all(phone, mostContacts)
    return rows.toReversed().map(toListed)
  }

  #attempts(phone: string): readonly PastAttempt[] {
    const placed = this.#db
      .query<AttemptRow, [string, number]>(
        `SELECT id, phone, line_json, dialled_at, state, scenario_json FROM attempts WHERE phone = ?
         ORDER BY dialled_at DESC, id DESC LIMIT ?`,
      )
      .all(phone, mostAttempts)
    const known = new Set(placed.map(({ id }) => id))
    const others = this.#db
      .query<{ id: string }, [string, number]>(
        'SELECT id FROM calls WHERE phone = ? ORDER BY ended_at DESC, id DESC LIMIT ?',
      )
      .all(phone, mostAttempts)
      .filter(({ id }) => !known.has(id))
    const all = [...placed.map((row) => this.#toAttempt(row)), ...others.flatMap(({ id }) => this.#withoutOrder(id))]
    return all.toSorted((one, other) => one.at - other.at)
  }

  #toAttempt(row: AttemptRow): PastAttempt {
    const call = this.#calls.find(row.id)
    const progress = call === undefined ? this.#progress(row.id) : undefined
    const scenario = call?.scenario?.name ?? nameIn(row.scenario_json) ?? progress?.known.scenario?.name
    return {
      id: row.id,
      phone: row.phone,
      line: JSON.parse(row.line_json) as Line,
      at: row.dialled_at,
      state: row.state,
      ...(scenario === undefined ? {} : { scenario }),
      ...(call === undefined ? {} : { call }),
      ...(progress === undefined ? {} : { progress }),
    }
  }

  /** A call that came in: nobody ordered it. */
  #withoutOrder(id: string): readonly PastAttempt[] {
    const call = this.#calls.find(id)
    if (call === undefined) return []
    const { contact, line, attemptedAt, scenario } = call
    const named = scenario === undefined ? {} : { scenario: scenario.name }
    return [{ id, phone: contact.phone, line, at: attemptedAt, state: 'recorded', ...named, call }]
  }

  #progress(id: string): PastAttempt['progress'] {
    const row = this.#db
      .query<{ at: number; progress_json: string }, [string]>('SELECT at, progress_json FROM live_calls WHERE id = ?')
      .get(id)
    return row === null ? undefined : { at: row.at, known: (JSON.parse(row.progress_json) as Progress).soFar }
  }

  #reports(key: string): readonly OwedReport[] {
    const sql = `SELECT kind, key, state, attempts, why, created_at, changed_at, due_at, body FROM outbox
      WHERE kind = 'panel.report' AND key = ?`
    return this.#db.query<ReportRow, [string]>(sql).all(key).map(toOwed)
  }

  #bars(phone: string): readonly Barred[] {
    const sql = 'SELECT since, call_id, source, note FROM do_not_call WHERE phone = ? ORDER BY since'
    return this.#db.query<BarRow, [string]>(sql).all(phone).map(toBarred)
  }
}
