import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { z } from 'zod'
import { systemClock } from '../../kernel/clock.ts'
import { Secret } from '../../kernel/secret.ts'
import { Melipayamak } from '../../sms/melipayamak.ts'

/** Melipayamak's console under the contract: itself, or its stand-in. */
export interface SmsSubject extends AsyncDisposable {
  /** Its origin, without a slash at the end. */
  readonly url: string
  readonly key: string
  readonly from: string
  /** A number that may get six messages. */
  readonly to: string
}

const patienceMs = 60_000
const accepted = z.number().int().gt(1_000)
const sentOne = z.object({ recId: accepted, status: z.string() })
const sentMany = z.object({ recIds: z.array(accepted), status: z.string() })

/** What the console must do on the wire, as tests under `name`. */
export function describeSmsContract(name: string, start: () => Promise<SmsSubject>): void {
  describe(`${name} on the wire`, () => {
    let subject: SmsSubject
    beforeAll(async () => {
      subject = await start()
    })
    afterAll(async () => await subject[Symbol.asyncDispose]())

    test(
      'one message to one number is accepted under a record number above a thousand',
      async () => {
        const { from, to } = subject
        const response = await post(subject, `simple/${subject.key}`, { from, to, text: 'آزمایش' })
        expect(response.status).toBe(200)
        expect(sentOne.safeParse(await response.json()).success).toBe(true)
      },
      patienceMs,
    )

    test(
      'one message to several numbers is accepted under as many record numbers',
      async () => {
        const { from, to } = subject
        const response = await post(subject, `advanced/${subject.key}`, { from, to: [to, to], text: 'آزمایش', udh: '' })
        expect(response.status).toBe(200)
        expect(sentMany.parse(await response.json()).recIds).toHaveLength(2)
      },
      patienceMs,
    )

    test(
      'a wrong key is refused with the reason in words, whatever the status',
      async () => {
        const { from, to } = subject
        const response = await post(subject, 'simple/not-the-key', { from, to, text: 'آزمایش' })
        expect([200, 400, 401, 403]).toContain(response.status)
        const body: unknown = await response.json()
        expect(sentOne.safeParse(body).success).toBe(false)
        expect(body).toMatchObject({ status: expect.stringMatching(/./) })
      },
      patienceMs,
    )
  })
}

/** What our client makes of the console, as tests under `name`. */
export function describeSmsClientContract(name: string, start: () => Promise<SmsSubject>): void {
  describe(`our client at ${name}`, () => {
    let subject: SmsSubject
    beforeAll(async () => {
      subject = await start()
    })
    afterAll(async () => await subject[Symbol.asyncDispose]())

    const send = async (many: 1 | 2, key = subject.key): Promise<unknown> => {
      const { url, from, to } = subject
      const client = new Melipayamak(
        { url, from, key: new Secret(key), timeoutMs: patienceMs / 2 },
        { clock: systemClock, fetch },
      )
      return await client.send({ to: Array<string>(many).fill(to), text: 'آزمایش' }, new AbortController().signal)
    }

    test(
      'a text to one number, and one to several, is sent',
      async () => {
        expect(await send(1)).toEqual({ kind: 'sent' })
        expect(await send(2)).toEqual({ kind: 'sent' })
      },
      patienceMs,
    )

    test(
      'a wrong key is told as a wrong key',
      async () => {
        expect(await send(1, 'not-the-key')).toMatchObject({ kind: 'refused', fault: 'key' })
      },
      patienceMs,
    )
  })
}

async function post(subject: SmsSubject, path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return await fetch(`${subject.url}/api/send/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}
