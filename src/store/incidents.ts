import type { Database } from 'bun:sqlite'
import type { Incident, IncidentBook } from '../dialer/ports.ts'
import type { Outgoing } from '../domain/outgoing.ts'
import type { StoredOutbox } from './outbox.ts'
import { transact } from './transaction.ts'

interface Row {
  readonly id: number
  readonly kind: Incident['kind']
  readonly because: string
  readonly opened_at: number
}

const columns = 'id, kind, because, opened_at'

/** What stopped dialing and needed a person, each with the messages owed for it. */
export class Incidents implements IncidentBook {
  readonly #db: Database
  readonly #outbox: Pick<StoredOutbox, 'owe'>

  constructor(db: Database, outbox: Pick<StoredOutbox, 'owe'>) {
    this.#db = db
    this.#outbox = outbox
  }

  open(incident: Omit<Incident, 'id'>, owed: (written: Incident) => readonly Outgoing[]): Incident {
    const { kind, because, openedAt } = incident
    return transact(this.#db, 'open_incident', () => {
      const sql = `SELECT ${columns} FROM incidents WHERE kind = ? AND closed_at IS NULL`
      const known = this.#db.query<Row, [string]>(sql).get(kind)
      if (known !== null) return incidentOf(known)
      const insert = 'INSERT INTO incidents (kind, because, opened_at) VALUES (?, ?, ?)'
      const { lastInsertRowid } = this.#db.query(insert).run(kind, because, Math.round(openedAt))
      const written = { ...incident, id: Number(lastInsertRowid) }
      for (const each of owed(written)) this.#outbox.owe(each)
      return written
    })
  }

  close(id: number, at: number, owed: readonly Outgoing[]): void {
    transact(this.#db, 'close_incident', () => {
      const sql = 'UPDATE incidents SET closed_at = ? WHERE id = ? AND closed_at IS NULL'
      if (this.#db.query(sql).run(Math.round(at), id).changes === 0) return
      for (const each of owed) this.#outbox.owe(each)
    })
  }

  openIncidents(): readonly Incident[] {
    const sql = `SELECT ${columns} FROM incidents WHERE closed_at IS NULL ORDER BY id`
    return this.#db.query<Row, []>(sql).all().map(incidentOf)
  }
}

function incidentOf({ id, kind, because, opened_at: openedAt }: Row): Incident {
  return { id, kind, because, openedAt }
}
