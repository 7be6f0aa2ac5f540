import { expect, test } from 'bun:test'
import { createWebApp, type WebPorts } from './app.ts'
import { sampleStatus, shutGate } from './sample-status.ts'
import { type Status, statusSchema } from './status.ts'

const phone = '09350000001'
const held = { holding: [{ name: 'window', because: 'it is late', opens: 'opens at 09:00' }], liveCalls: 1 }

/** An engine on paper, and what it was told. */
function engine(status: Partial<Status> = {}, why: () => never = () => never()) {
  const told: string[] = []
  const ports: WebPorts = {
    status: () => sampleStatus(status),
    trusted: {
      controls: {
        pause: (because) => told.push(`pause ${because}`),
        resume: () => told.push('resume'),
        drain: () => told.push('drain'),
        changed: () => told.push('changed'),
      },
      held: () => held,
      why: (about) => (about === phone ? { kind: 'unknown', advice: 'nothing' } : why()),
    },
    onFault: (route, error) => told.push(`fault ${route} ${error}`),
  }
  const app = createWebApp(ports)
  const post = async (path: string, body?: string) => {
    const response = await app.request(path, { method: 'POST', ...(body === undefined ? {} : { body }) })
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
  }
  return { app, told, post }
}

function never(): never {
  throw new RangeError(`no story of ${phone}`)
}

test('health is 503 while Asterisk is out of reach, so a watchdog can tell', async () => {
  const asterisk = { up: false, message: 'the password is wrong' }
  const response = await engine({ asterisk }).app.request('/healthz')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ asterisk })
  expect((await engine().app.request('/healthz')).status).toBe(200)
})

test('the page says whether it dials, and if not, why', async () => {
  const gates = [shutGate('window', 'it is outside the calling hours', 'opens by itself')]
  const { app } = engine({ gates, dialing: { kind: 'held', text: 'Not dialing: window' } })
  const text = await (await app.request('/')).text()
  expect(text).toContain('Not dialing: window\n  window: it is outside the calling hours')
})

test('a page anybody may open has no numbers and takes no orders', async () => {
  const app = createWebApp({ status: () => sampleStatus() })
  for (const path of ['/status', '/why', '/pause', '/resume', '/drain', '/changed']) {
    const method = path === '/status' ? 'GET' : 'POST'
    expect((await app.request(path, { method })).status).toBe(404)
  }
  expect(await (await app.request('/healthz')).text()).not.toContain('…0001')
})

test('the status is the read model, in the shape its schema says', async () => {
  const answer: unknown = await (await engine().app.request('/status')).json()
  expect(statusSchema.parse(answer)).toEqual(sampleStatus())
})

test('each order reaches the engine, and the answer says what holds dialing then', async () => {
  const { post, told } = engine()
  expect(await post('/pause', '{"because": " lunch "}')).toEqual({ status: 200, answer: held })
  for (const path of ['/pause', '/resume', '/drain', '/changed']) expect((await post(path)).answer).toEqual(held)
  expect(told).toEqual(['pause lunch', 'pause paused by hand', 'resume', 'drain', 'changed'])
})

test.each([
  ['/pause', '{'],
  ['/pause', '[]'],
  ['/pause', '{"reason": "lunch"}'],
  ['/pause', `{"because": "${'x'.repeat(201)}"}`],
  ['/why', ''],
  ['/why', '{"about": ""}'],
  ['/why', '{"about": 9350000001}'],
])('%s with the body %p is refused with what to send, and nothing happens', async (path, body) => {
  const { post, told } = engine()
  const { status, answer } = await post(path, body)
  expect([status, told]).toEqual([400, []])
  expect(answer).toEqual({ error: expect.any(String), advice: expect.stringContaining('send {') })
})

test('a body larger than any order is not read', async () => {
  const { post, told } = engine()
  const { status, answer } = await post('/pause', JSON.stringify({ because: 'x'.repeat(5_000) }))
  expect([status, answer['advice'], told]).toEqual([413, 'send at most 4096 bytes', []])
})

test('a fault of ours is told by its name alone: its message may hold a number', async () => {
  const { post, told } = engine()
  const { status, answer } = await post('/why', '{"about": "another"}')
  expect([status, told]).toEqual([500, ['fault /why RangeError']])
  expect(JSON.stringify(answer)).not.toContain(phone)
})

test('what is not there is said so', async () => {
  const response = await engine().app.request('/nothing')
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: 'there is no such page', advice: expect.any(String) },
  ])
})
