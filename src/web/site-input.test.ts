import { expect, test } from 'bun:test'
import { browser, codeOf } from './paper-browser.ts'
import { paperNumber } from './paper-site.ts'

test.each([
  ['/api/dialer/pause', '{'],
  ['/api/dialer/pause', '[]'],
  ['/api/dialer/pause', '{"reason": "lunch"}'],
  ['/api/dialer/pause', `{"because": "${'x'.repeat(201)}"}`],
  ['/api/numbers/search', '{}'],
  ['/api/numbers/search', '{"about": 9350000001}'],
  ['/api/do-not-call/add', '{"numbers": []}'],
  ['/api/do-not-call/add', '{"numbers": ["abc"]}'],
  ['/api/do-not-call/list', '{"after": "1 OR 1=1"}'],
  ['/api/calls/search', '{"limit": 1e9}'],
  ['/api/calls/search', '{"after": "../.."}'],
  ['/api/outbox/resend', '{"id": "1; DROP TABLE calls"}'],
])('%s with the body %p is refused in words that do not repeat it, and nothing happens', async (path, body) => {
  const { ask, know, told } = browser()
  const { csrf = '' } = await know()
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrf }
  const response = await ask(path, { method: 'POST', body }, headers)
  const text = await response.text()
  expect([response.status, told]).toEqual([400, []])
  expect(JSON.parse(text)).toMatchObject({ code: 'wrong_input', error: expect.any(String), advice: expect.any(String) })
  expect(text).not.toMatch(/9350000001|DROP|OR 1|\.\.\//)
})

test('a body of another kind, or larger than any order, is not read', async () => {
  const { ask, post, know } = browser()
  const { csrf = '' } = await know()
  const form = await ask(
    '/api/dialer/resume',
    { method: 'POST', body: 'a=b' },
    { 'content-type': 'application/x-www-form-urlencoded', 'x-csrf-token': csrf },
  )
  expect([form.status, await codeOf(form)]).toEqual([400, 'wrong_input'])
  const large = await post('/api/dialer/pause', { because: 'x'.repeat(40_000) })
  expect([large.status, await codeOf(large)]).toEqual([413, 'too_large'])
})

test('a fault of ours is told by its name alone: its message may hold a number', async () => {
  const { post, know, told } = browser()
  await know()
  const response = await post('/api/numbers/search', { about: 'fault' })
  expect([response.status, told]).toEqual([500, ['fault /api/numbers/search RangeError']])
  expect(await response.text()).not.toContain(paperNumber)
})
