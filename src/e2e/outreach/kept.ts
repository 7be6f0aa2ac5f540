import { Database } from 'bun:sqlite'
import type { CallRecord } from '../../domain/record.ts'
import { Calls } from '../../store/calls.ts'

/** What an engine that has ended left in its store. */
export interface Kept {
  readonly calls: readonly CallRecord[]
  readonly attempts: readonly { readonly id: string; readonly phone: string; readonly state: string }[]
  readonly contacts: readonly { readonly phone: string; readonly state: string }[]
  readonly outbox: readonly { readonly key: string; readonly state: string; readonly attempts: number }[]
  readonly doNotCall: readonly string[]
}

/** Reads the store without changing it. */
export function readKept(file: string): Kept {
  using db = new Database(file, { readonly: true })
  const calls = new Calls(db)
  const ids = db.query<{ id: string }, []>('SELECT id FROM calls ORDER BY attempted_at').all()
  return {
    calls: ids.map(({ id }) => calls.find(id)!),
    attempts: db.query<Kept['attempts'][number], []>('SELECT id, phone, state FROM attempts').all(),
    contacts: db.query<Kept['contacts'][number], []>('SELECT phone, state FROM contacts').all(),
    outbox: db.query<Kept['outbox'][number], []>('SELECT key, state, attempts FROM outbox').all(),
    doNotCall: db
      .query<{ phone: string }, []>('SELECT phone FROM do_not_call')
      .all()
      .map(({ phone }) => phone),
  }
}
