import { expect, test } from 'bun:test'
import { paperWorld } from '../paper-world.ts'
import type { World } from '../world.ts'
import { smsCheck } from './sms.ts'

const never = new AbortController().signal
const settings = { SMS_API_KEY: 'very-secret-key', SMS_FROM: '50001234', SMS_ADMINS: '09121111111' }

async function told(fetch: World['fetch']) {
  return await smsCheck.look(paperWorld({ settings, fetch }), never)
}

test('the credit is asked for, and nothing else', async () => {
  const asked: string[] = []
  const found = await told((url, { method }) => {
    asked.push(`${method} ${new URL(url).pathname}`)
    return Promise.resolve(Response.json({ amount: 12, status: '' }))
  })
  expect(found).toEqual({ kind: 'well', says: 'the account has credit' })
  expect(asked).toEqual(['GET /api/receive/credit/very-secret-key'])
})

test.each([
  [
    'an error of the network',
    () => Promise.reject(new Error('https://console/api/receive/credit/very-secret-key failed')),
  ],
  ['a wrong key', () => Promise.resolve(new Response('very-secret-key is wrong', { status: 401 }))],
  [
    'a moved console',
    () => Promise.resolve(new Response('', { status: 302, headers: { location: '/very-secret-key' } })),
  ],
  ['a web page', () => Promise.resolve(new Response('<html>very-secret-key</html>'))],
  ['a server in trouble', () => Promise.resolve(new Response('', { status: 500 }))],
])('%s is told without the key', async (_name, answer) => {
  const found = await told(answer)
  expect(['fault', 'warning']).toContain(found.kind)
  expect(JSON.stringify(found)).not.toContain('very-secret-key')
})
