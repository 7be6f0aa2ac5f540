import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { z } from 'zod'

/** A panel under the contract: the real one, or its stand-in. */
export interface PanelSubject extends AsyncDisposable {
  /** Its origin, without a slash at the end. */
  readonly url: string
  readonly token: string
  readonly company: string
}

const patienceMs = 60_000
const id = z.union([z.number(), z.string()])
const named = z.object({ id, name: z.string(), display_name: z.string().nullish() })
const line = z.object({ id, phone_number: z.string(), display_name: z.string().nullish() })
const agent = z.object({ id, full_name: z.string().nullish(), phone_number: z.string() })

/** What our engine reads of a batch; more may come. */
const batch = z.object({
  call_allowed: z.boolean(),
  timezone: z.string(),
  server_time: z.iso.datetime({ offset: true }),
  schedule_version: z.union([z.number(), z.string()]).nullish(),
  reason: z.string().nullish(),
  retry_after_seconds: z.number().nullish(),
  batch: z
    .object({
      batch_id: id,
      numbers: z.array(z.object({ id, phone_number: z.string() })),
    })
    .nullish(),
  active_scenarios: z.array(named).nullish(),
  outbound_lines: z.array(line).nullish(),
  inbound_agents: z.array(agent).nullish(),
  outbound_agents: z.array(agent).nullish(),
})

/**
 * What every panel must do on the wire, as tests under `name`.
 * @param mayReport whether a report may be sent: a real panel counts it as a call made
 */
export function describePanelContract(name: string, mayReport: boolean, start: () => Promise<PanelSubject>): void {
  describe(`${name} on the wire`, () => {
    let subject: PanelSubject
    beforeAll(async () => {
      subject = await start()
    })
    afterAll(async () => await subject[Symbol.asyncDispose]())

    test(
      'a wrong token is refused',
      async () => {
        const response = await ask(subject, `next-batch?company=${subject.company}&size=1`, { token: 'wrong' })
        expect(response.status).toBe(401)
      },
      patienceMs,
    )

    test(
      'scenarios are registered as often as we start',
      async () => {
        const scenarios = [{ name: 'sina', display_name: 'Sina' }]
        for (let i = 0; i < 2; i++) {
          const response = await ask(subject, 'register-scenarios', { body: { company: subject.company, scenarios } })
          expect(response.ok).toBe(true)
        }
      },
      patienceMs,
    )

    test(
      'lines are registered under one key or the other; the wrong one is told by 400 or 422',
      async () => {
        const lines = [{ phone_number: '02191302954', display_name: 'first' }]
        const company = subject.company
        const first = await ask(subject, 'register-outbound-lines', { body: { company, outbound_lines: lines } })
        if (first.ok) return
        expect([400, 422]).toContain(first.status)
        const second = await ask(subject, 'register-outbound-lines', { body: { company, lines } })
        expect(second.ok).toBe(true)
      },
      patienceMs,
    )

    test(
      'a batch has the agreed shape and no more numbers than were asked for',
      async () => {
        const response = await ask(subject, `next-batch?company=${subject.company}&size=1`, {})
        expect(response.status).toBe(200)
        const read = batch.parse(await response.json())
        expect(read.batch?.numbers.length ?? 0).toBeLessThanOrEqual(1)
      },
      patienceMs,
    )

    if (!mayReport) return
    test(
      'a report is taken, and taken again word for word',
      async () => {
        const body = {
          number_id: null,
          phone_number: '09121111111',
          company: subject.company,
          status: 'INBOUND_CALL',
          reason: 'The caller hung up.',
          attempted_at: '2026-01-05T08:00:00.000Z',
        }
        for (let i = 0; i < 2; i++) {
          const response = await ask(subject, 'report-result', { body, key: 'attempt-1' })
          expect(response.ok).toBe(true)
        }
      },
      patienceMs,
    )
  })
}

async function ask(
  subject: PanelSubject,
  path: string,
  request: { readonly body?: unknown; readonly token?: string; readonly key?: string },
): Promise<Response> {
  const headers = new Headers({ authorization: `Bearer ${request.token ?? subject.token}` })
  if (request.key !== undefined) headers.set('idempotency-key', request.key)
  const url = `${subject.url}/api/dialer/${path}`
  if (request.body === undefined) return await fetch(url, { headers })
  headers.set('content-type', 'application/json')
  return await fetch(url, { method: 'POST', headers, body: JSON.stringify(request.body) })
}
