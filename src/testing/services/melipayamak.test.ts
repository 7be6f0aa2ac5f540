import { afterEach, beforeEach, expect, test } from 'bun:test'
import { type MelipayamakFault, type MelipayamakStandIn, startMelipayamak } from './melipayamak.ts'

const message = { from: '50004001', to: '09121111111', text: 'هشدار' }

let sms: MelipayamakStandIn
beforeEach(async () => {
  sms = await startMelipayamak({ key: 'the-key' })
})
afterEach(async () => await sms[Symbol.asyncDispose]())

test('what was sent is kept, to one number or several; the key is not', async () => {
  await post('simple/the-key', message)
  await post('advanced/the-key', { ...message, to: ['09121111111', '09122222222'], udh: '' })
  expect(sms.sent.all.map((sent) => sent.to)).toEqual([['09121111111'], ['09121111111', '09122222222']])
  expect(sms.requests.all).toEqual(['/api/send/simple/***', '/api/send/advanced/***'])
  expect(sms.violations).toEqual([])
})

test.each([
  [{ fault: 'quota' }, 200],
  [{ fault: 'wrong_sender' }, 200],
  [{ fault: 'wrong_key' }, 401],
  [{ fault: 'bad_request' }, 400],
] as const)('a refusal sends nothing and gives its reason in Persian: %j', async (fault: MelipayamakFault, status) => {
  sms.next(fault)
  const response = await post('simple/the-key', message)
  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ status: expect.stringMatching(/[آ-ی]/) })
  expect(sms.sent.all).toEqual([])
})

test('a lost answer leaves the message sent', async () => {
  sms.next({ fault: 'lost_answer' })
  await expect(post('simple/the-key', message)).rejects.toThrow()
  expect(sms.sent.all).toHaveLength(1)
})

test('a body that departs from the contract is refused and remembered', async () => {
  expect((await post('simple/the-key', { ...message, to: ['09121111111'] })).status).toBe(400)
  expect((await post('advanced/the-key', { ...message, to: ['09121111111'] })).status).toBe(400)
  expect(sms.violations.map((violation) => violation.split(':')[0])).toEqual(['to', 'udh'])
})

async function post(path: string, body: unknown): Promise<Response> {
  return await fetch(`${sms.url}/api/send/${path}`, { method: 'POST', body: JSON.stringify(body) })
}
