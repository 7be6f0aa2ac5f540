import { localTime } from '../app/local-time.ts'
import type { ListedEntry } from '../store/outbox.ts'

const names: Readonly<Record<string, string>> = {
  'panel.report': 'report to the panel, call',
  'sms.alert': 'alert by SMS,',
}
const states = { waiting: 'waiting', delivered: 'delivered', set_aside: 'SET ASIDE', dropped: 'dropped' } as const

/** One entry as a line; with what is sent below it where `bodies`. Without that it has no personal data. */
export function outboxText(entry: ListedEntry, bodies: boolean, zone: string | undefined): string {
  const { id, kind, key, state, attempts, why, createdAt, changedAt, dueAt } = entry
  const tries = state === 'waiting' && attempts > 0 ? `, next try ${localTime(Math.max(dueAt, changedAt), zone)}` : ''
  const parts = [
    String(id).padStart(6),
    states[state].padEnd(9),
    `${names[kind] ?? kind} ${key}`,
    `since ${localTime(createdAt, zone)}`,
    `${attempts} failed ${attempts === 1 ? 'try' : 'tries'}${tries}`,
    ...(why === undefined ? [] : [why]),
  ]
  return `${parts.join('  ')}${bodies ? `\n        ${entry.body}` : ''}`
}

/** One entry as a JSON object on one line; times are ISO 8601. */
export function outboxAsJson(entry: ListedEntry, bodies: boolean): string {
  const { id, kind, key, state, attempts, why, createdAt, changedAt, dueAt, body } = entry
  const times = { since: iso(createdAt), changed: iso(changedAt), due: iso(dueAt) }
  return JSON.stringify({ id, kind, key, state, tries: attempts, why, ...times, ...(bodies ? { body } : {}) })
}

function iso(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString()
}
