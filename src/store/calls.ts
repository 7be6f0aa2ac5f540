import type { Database } from 'bun:sqlite'
import type { Direction } from '../domain/direction.ts'
import type { Outcome } from '../domain/disposition.ts'
import type { CallRecord, TraceStep, Turn } from '../domain/record.ts'

/** One line of the table at the end of the day. */
export interface CallSummary {
  readonly id: string
  readonly direction: Direction
  readonly phone: string
  readonly scenario?: string
  /** What the caller said, in order. */
  readonly transcripts: readonly string[]
  readonly outcome: Outcome
  readonly attemptedAt: number
  /** From dialing to its end. */
  readonly durationMs: number
  /** From answer to its end; absent when nobody answered. */
  readonly talkMs?: number
}

type Head = Omit<CallRecord, 'turns' | 'trace'>

/** Every call there was. */
export class Calls {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  has(id: string): boolean {
    return this.#db.query('SELECT 1 FROM calls WHERE id = ?').get(id) !== null
  }

  /** When the latest outbound call ended that was no fault of ours, epoch milliseconds; undefined = there was none. */
  lastPlacedAt(): number | undefined {
    const sql = `SELECT ended_at FROM calls
      WHERE direction = 'outbound' AND disposition <> 'failed' ORDER BY ended_at DESC LIMIT 1`
    return this.#db.query<{ ended_at: number }, []>(sql).get()?.ended_at
  }

  /** Writes a call with its turns and trace; the caller owns the transaction. */
  insert(record: CallRecord): void {
    const { turns, trace, ...head } = record
    const sql = `INSERT INTO calls
      (id, direction, contact_id, phone, line, scenario, disposition, attempted_at, ended_at, record_json)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    this.#db
      .query(sql)
      .run(
        head.id,
        head.direction,
        head.contact.id,
        head.contact.phone,
        head.line.number,
        head.scenario?.name ?? null,
        head.outcome.disposition,
        Math.round(head.attemptedAt),
        Math.round(head.endedAt),
        JSON.stringify(head),
      )
    for (const [n, turn] of turns.entries()) this.#insertTurn(head.id, n, turn)
    for (const [n, step] of trace.entries()) this.#insertStep(head.id, n, step)
  }

  /** A call as it was recorded. */
  find(id: string): CallRecord | undefined {
    const row = this.#db.query<{ record_json: string }, [string]>('SELECT record_json FROM calls WHERE id = ?').get(id)
    if (row === null) return undefined
    return { ...(JSON.parse(row.record_json) as Head), turns: this.#turns(id), trace: this.#trace(id) }
  }

  /** Calls that ended at or after `sinceMs`, in the order of dialing. */
  summary(sinceMs: number): readonly CallSummary[] {
    const rows = this.#db
      .query<{ record_json: string; said: string }, [number]>(
        `SELECT record_json, (SELECT json_group_array(transcript ORDER BY n) FROM turns
           WHERE call_id = calls.id AND transcript <> '') AS said
         FROM calls WHERE ended_at >= ? ORDER BY attempted_at, id`,
      )
      .all(sinceMs)
    return rows.map((row) => summaryOf(JSON.parse(row.record_json) as Head, JSON.parse(row.said) as string[]))
  }

  #insertTurn(callId: string, n: number, turn: Turn): void {
    const sql = `INSERT INTO turns
      (call_id, n, at, transcript, intent, decided_by, listen_ms, enhance_ms, recognise_ms, think_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
    const { at, transcript, intent, by, listenMs, enhanceMs, recogniseMs, thinkMs } = turn
    const values = [Math.round(at), transcript, intent, by, listenMs, enhanceMs, recogniseMs, thinkMs]
    this.#db.query(sql).run(callId, n, ...values)
  }

  #insertStep(callId: string, n: number, { path, line, at, result }: TraceStep): void {
    const sql = 'INSERT INTO trace (call_id, n, path, line, at, result) VALUES (?, ?, ?, ?, ?, ?)'
    this.#db.query(sql).run(callId, n, path, line, Math.round(at), result)
  }

  #turns(callId: string): readonly Turn[] {
    const sql = `SELECT at, transcript, intent, decided_by AS "by", listen_ms AS listenMs, enhance_ms AS enhanceMs,
      recognise_ms AS recogniseMs, think_ms AS thinkMs FROM turns WHERE call_id = ? ORDER BY n`
    return this.#db.query<Turn, [string]>(sql).all(callId)
  }

  #trace(callId: string): readonly TraceStep[] {
    const sql = 'SELECT path, line, at, result FROM trace WHERE call_id = ? ORDER BY n'
    return this.#db.query<TraceStep, [string]>(sql).all(callId)
  }
}

function summaryOf(head: Head, transcripts: readonly string[]): CallSummary {
  return {
    id: head.id,
    direction: head.direction,
    phone: head.contact.phone,
    ...(head.scenario === undefined ? {} : { scenario: head.scenario.name }),
    transcripts,
    outcome: head.outcome,
    attemptedAt: head.attemptedAt,
    durationMs: head.endedAt - head.attemptedAt,
    ...(head.answeredAt === undefined ? {} : { talkMs: head.endedAt - head.answeredAt }),
  }
}
