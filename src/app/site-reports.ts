import type { ListedEntry, StoredOutbox } from '../store/outbox.ts'
import type { OutboxPort } from '../web/site-ports.ts'
import type { Records } from './records.ts'

/** The reports owed, for people. */
export function outboxPort(records: Records, outbox: Pick<StoredOutbox, 'resend' | 'drop'>): OutboxPort {
  return {
    page(query) {
      const rows = records.outboxPage(query)
      const last = rows.at(-1)
      const more = last === undefined || rows.length < query.limit ? {} : { next: last.id }
      return { entries: rows.map((row) => entryOf(row, records)), ...more }
    },
    resend: (id) => outbox.resend(id),
    drop: (id, because) => outbox.drop(id, because),
  }
}

type Entry = ReturnType<OutboxPort['page']>['entries'][number]

function entryOf({ body, key, why, ...row }: ListedEntry, records: Records): Entry {
  const { id, kind, state, attempts, createdAt, changedAt, dueAt } = row
  const status = statusIn(body)
  const number = textIn(body, 'phone_number')
  const tellsOfCall = records.history.phoneOf(key) !== undefined
  return {
    ...{ id, kind, state, attempts, createdAt, changedAt, dueAt },
    ...(tellsOfCall ? { callId: key } : {}),
    ...(number === undefined ? {} : { number }),
    ...(status === undefined ? {} : { status }),
    ...(why === undefined ? {} : { why }),
  }
}

/** The word the panel is told: `NOT_INTERESTED`. */
export function statusIn(body: string): string | undefined {
  return textIn(body, 'status')
}

function textIn(body: string, name: string): string | undefined {
  try {
    const value = (JSON.parse(body) as Readonly<Record<string, unknown>>)[name]
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined // an alert is a text
  }
}
