import { Database } from 'bun:sqlite'

/** A call as the store has it; times in epoch milliseconds. */
export interface StoredCall {
  readonly id: string
  readonly phone: string
  readonly direction: 'outbound' | 'inbound'
  readonly disposition: string
  readonly attemptedMs: number
  readonly endedMs: number
}

/** An order to dial as the store has it. */
export interface StoredAttempt {
  readonly id: string
  readonly phone: string
  readonly line: string
  readonly dialledMs: number
  readonly state: 'open' | 'recorded' | 'void'
}

/** What the executables of a day left in their store. */
export interface DayStore {
  readonly contacts: readonly { readonly phone: string; readonly state: string; readonly because: string | null }[]
  readonly attempts: readonly StoredAttempt[]
  readonly calls: readonly StoredCall[]
  readonly outbox: readonly { readonly kind: string; readonly state: string; readonly rows: number }[]
  /** Calls it takes to be up. */
  readonly live: number
}

/** Reads the store without changing it; `sinceMs` leaves out what was dialled before. */
export function readDayStore(file: string, sinceMs: number): DayStore {
  using db = new Database(file, { readonly: true })
  const all = <Row>(sql: string, ...values: number[]): readonly Row[] => db.query<Row, number[]>(sql).all(...values)
  const hasLive = all(`SELECT 1 FROM sqlite_master WHERE name = 'live_calls'`).length > 0
  return {
    contacts: all('SELECT phone, state, because FROM contacts'),
    attempts: all(
      'SELECT id, phone, line, dialled_at AS dialledMs, state FROM attempts WHERE dialled_at >= ? ORDER BY dialled_at',
      sinceMs,
    ),
    calls: all(
      `SELECT id, phone, direction, disposition, attempted_at AS attemptedMs, ended_at AS endedMs FROM calls
       ORDER BY attempted_at`,
    ),
    outbox: all('SELECT kind, state, count(*) AS rows FROM outbox GROUP BY kind, state'),
    live: hasLive ? (all<{ n: number }>('SELECT count(*) AS n FROM live_calls')[0]?.n ?? 0) : 0,
  }
}

/** How many contacts of a store are not done yet; 0 where there is none so far. */
export function unsettledIn(file: string): number {
  using db = new Database(file, { readonly: true })
  const sql = `SELECT count(*) AS n FROM contacts WHERE state IN ('waiting', 'reserved')`
  return db.query<{ n: number }, []>(sql).get()?.n ?? 0
}

/** Writes into a store nobody uses that a line has dialled before today, minutes ago at the least. */
export function spendLine(file: string, line: string, times: number, zone: string): void {
  const now = Date.now()
  const midnight = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds
  const from = Math.max(midnight, now - 1_800_000)
  const step = Math.max(0, now - 61_000 - from) / Math.max(1, times)
  using db = new Database(file)
  const insert = db.query(
    `INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state) VALUES (?, ?, ?, ?, ?, ?, 'recorded')`,
  )
  const write = db.transaction(() => {
    for (let nth = 0; nth < times; nth++) {
      const phone = `0936${String(nth).padStart(7, '0')}`
      const at = Math.round(from + nth * step)
      insert.run(`before-${nth}`, `before:${nth}`, phone, line, JSON.stringify({ number: line }), at)
    }
  })
  write.immediate()
}
