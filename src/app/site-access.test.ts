import { expect, test } from 'bun:test'
import { Secret } from '../kernel/secret.ts'
import { sitePasswords, type WebAccess } from './site-access.ts'

const loopback = { host: '127.0.0.1', port: 8188 }
const everywhere = { host: '0.0.0.0', port: 8188 }
const [first, second, third] = ['first-long-password', 'second-long-password', 'third-long-password'].map(
  (text) => new Secret(text),
)

test('the page is open on this machine, and guarded where passwords are set', () => {
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1']) {
    expect(sitePasswords({ listen: { host, port: 1 } })).toEqual({})
  }
  const all = { listen: everywhere, password: first, operatorPassword: second, viewerPassword: third } as WebAccess
  expect(sitePasswords(all)).toEqual({ admin: first, operator: second, viewer: third } as never)
})

test.each([
  [{ listen: everywhere }, /0\.0\.0\.0:8188.*others reach.*set WEB_PASSWORD.*WEB_LISTEN=127\.0\.0\.1:8188/],
  [{ listen: { host: 'pbx.example', port: 80 } }, /others reach/],
  [{ listen: { host: '::', port: 80 } }, /others reach/],
  [{ listen: { host: '127.0.0.1.example', port: 80 } }, /others reach/],
  [{ listen: loopback, password: new Secret('short') }, /WEB_PASSWORD is shorter than 8/],
  [{ listen: loopback, apiToken: new Secret('short-token') }, /API_TOKEN is shorter than 12/],
  [{ listen: loopback, viewerPassword: third }, /WEB_VIEWER_PASSWORD is set and WEB_PASSWORD is not/],
  [{ listen: loopback, password: first, operatorPassword: first }, /WEB_OPERATOR_PASSWORD is the same as WEB_PASSWORD/],
] as const)('what would let strangers in is refused with what to write: %#', (access, words) => {
  const start = (): unknown => sitePasswords(access as WebAccess)
  expect(start).toThrow(words)
  expect(start).not.toThrow(/long-password/)
})
