import { clock } from './check-caps.ts'
import type { Day } from './day.ts'

/** Everything known of one number in the order of time: orders to dial, the carrier, the store, the panel, the log. */
export function courseOfNumber(day: Day, phone: string): readonly string[] {
  const attempts = day.store.attempts.filter((attempt) => attempt.phone === phone)
  const stored = day.store.calls.filter((call) => call.phone === phone)
  const ids = [...attempts, ...stored].map(({ id }) => id)
  const events: { readonly at: number; readonly text: string }[] = []
  const add = (at: number | undefined, text: string): void => void (at !== undefined && events.push({ at, text }))
  for (const { dialledMs, id, line, state } of attempts) add(dialledMs, `order to dial ${id} on ${line}, now ${state}`)
  for (const call of day.calls.filter(({ number }) => number === phone)) {
    add(call.calledAtMs, `carrier: INVITE on ${call.prefix}`)
    add(call.rangAtMs, 'carrier: rings')
    add(call.answeredAtMs, 'carrier: answered')
    add(call.endedAtMs, `carrier: ended by ${call.endedBy}, cause ${call.cause}`)
  }
  for (const { endedMs, id, disposition } of stored) add(endedMs, `store: ${id} ended ${disposition}`)
  for (const shift of day.shifts) {
    add(shift.startedMs, 'executable started')
    add(shift.inControlMs, 'executable in control')
    add(shift.endedMs, shift.killed ? 'executable killed' : 'executable stopped')
  }
  const told = day.reports
    .filter(({ body }) => body['phone_number'] === phone)
    .map(({ idempotencyKey, body, repeat }) => `panel: ${idempotencyKey} ${body['status']}${repeat ? ' (repeat)' : ''}`)
  const contact = day.store.contacts.find((one) => one.phone === phone)
  const logged = day.shifts
    .flatMap(({ output }) => output.split('\n'))
    .filter((line) => ids.some((id) => line.includes(id)))
  return [
    phone,
    ...events.toSorted((one, other) => one.at - other.at).map(({ at, text }) => `  ${clock(at)} ${text}`),
    ...told.map((line) => `  ${line}`),
    `  contact: ${contact?.state ?? 'not in the store'} ${contact?.because ?? ''}`,
    ...logged.map((line) => `  log: ${line}`),
  ]
}
