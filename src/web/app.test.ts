import { expect, test } from 'bun:test'
import { createWebApp, type Status } from './app.ts'

const healthy: Status = {
  version: '1.0.0',
  company: 'sina',
  asterisk: { up: true, message: 'connected, version 22' },
  gates: [],
  liveCalls: 2,
  reportsWaiting: 0,
}

test('health is 503 while Asterisk is out of reach, so a watchdog can tell', async () => {
  const status = { ...healthy, asterisk: { up: false, message: 'the password is wrong' } }
  const response = await createWebApp({ status: () => status }).request('/healthz')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ asterisk: { message: 'the password is wrong' } })
})

test('the page says whether it dials, and if not, why', async () => {
  const text = async (status: Status): Promise<string> =>
    await (await createWebApp({ status: () => status }).request('/')).text()
  expect(await text(healthy)).toContain('Dialing.')
  const shut = { ...healthy, gates: [{ name: 'window', because: 'it is outside the calling hours', since: 0 }] }
  expect(await text(shut)).toContain('window: it is outside the calling hours')
})
