import type { Database } from 'bun:sqlite'

/** A store that has been in use for a long time. */
export interface OldStore {
  readonly calls: number
  /** Of them so many ended before {@link OldStore.beforeMs}, the first ones. */
  readonly old: number
  /** Epoch milliseconds. */
  readonly beforeMs: number
  /** Of the old calls every so manyth has a report nobody took. */
  readonly owedEvery: number
}

const dayMs = 86_400_000

/** The number of the `n`th person. */
export function phoneOf(n: number): string {
  return `0912${String(n).padStart(7, '0')}`
}

/** Fills an empty store with calls, each with a contact, an attempt, a report, two turns and six steps. */
export function fillStore(db: Database, { calls, old, beforeMs, owedEvery }: OldStore): void {
  const id = (n: string): string => `printf('%032x', ${n})`
  const phone = (n: string): string => `printf('0912%07d', ${n})`
  // Old ones lie in the year before, the others in the day after.
  const at = `CASE WHEN n < ${old} THEN ${beforeMs} - ${365 * dayMs} + n * ${Math.floor((364 * dayMs) / old)} ELSE ${beforeMs} + ${dayMs} + n END`
  const all = `WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < ${calls})`
  db.transaction(() => {
    db.run(`${all} INSERT INTO contacts (id, source, phone, fields_json, state, changed_at, due_at)
      SELECT 'panel:' || n, 'panel', ${phone('n')}, '{"name":"Shahrzad of the test"}', 'done', ${at}, 0 FROM c`)
    db.run(`${all} INSERT INTO attempts (id, contact_id, phone, line, line_json, dialled_at, state)
      SELECT ${id('n')}, 'panel:' || n, ${phone('n')}, '02191302954', '{"number":"02191302954"}', ${at}, 'recorded' FROM c`)
    db.run(`${all} INSERT INTO calls (id, direction, contact_id, phone, line, scenario, disposition, attempted_at, ended_at, record_json)
      SELECT ${id('n')}, 'outbound', 'panel:' || n, ${phone('n')}, '02191302954', 'sina', 'not_interested', ${at}, ${at},
        '{"id":"' || ${id('n')} || '","contact":{"id":"panel:' || n || '","phone":"' || ${phone('n')} || '","source":"panel","fields":{}},"line":{"number":"02191302954"},"outcome":{"disposition":"not_interested"}}' FROM c`)
    db.run(`${all}, t(k) AS (VALUES (0), (1)) INSERT INTO turns
      SELECT ${id('n')}, k, ${at}, 'نه خیلی ممنون، شهرزادِ آزمون ' || n, 'no', 'rule', 1200, 80, 300, 1 FROM c, t`)
    db.run(`${all}, t(k) AS (VALUES (0), (1), (2), (3), (4), (5)) INSERT INTO trace
      SELECT ${id('n')}, k, 'outbound[' || k || '].on.no', 20 + k, ${at}, 'said' FROM c, t`)
    db.run(`${all} INSERT INTO outbox (kind, key, body, state, attempts, due_at, created_at, changed_at)
      SELECT 'panel.report', ${id('n')}, '{"phone_number":"' || ${phone('n')} || '","status":"NOT_INTERESTED"}',
        CASE WHEN n < ${old} AND n % ${owedEvery} = 0 THEN 'waiting' ELSE 'delivered' END, 0, 0, ${at}, ${at} FROM c`)
    db.run(
      `${all} INSERT INTO do_not_call (phone, source, since) SELECT ${phone('n')}, 'spoken', ${at} FROM c WHERE n % 100 = 1`,
    )
  })()
}
