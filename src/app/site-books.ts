import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import type { Plan } from '../scenario/plan.ts'
import { StoredAudit } from '../store/audit.ts'
import { ScenarioTexts } from '../store/scenario-texts.ts'
import { StoredSessions } from '../store/sessions.ts'

/** How long it is waited for another writer of the file. */
const busyMs = 5_000

/** What the page itself writes: who is signed in, who did what. */
export interface SiteBooks extends Disposable {
  readonly sessions: StoredSessions
  readonly audit: StoredAudit
}

/** Opens the books of the page in the database of a running engine, and notes the scenarios in force. */
export function openSiteBooks(
  dataDir: string,
  { plans, clock }: { readonly plans: readonly Plan[]; readonly clock: Clock },
): SiteBooks {
  const db = new Database(join(dataDir, 'salehi.db'), { readwrite: true, strict: true })
  db.run(`PRAGMA busy_timeout = ${busyMs}`)
  db.run('PRAGMA synchronous = FULL')
  const audit = new StoredAudit(db, clock)
  new ScenarioTexts(db).keep(plans)
  return { sessions: new StoredSessions(db), audit, [Symbol.dispose]: () => db.close() }
}
