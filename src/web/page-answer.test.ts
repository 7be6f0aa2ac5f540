import { expect, test } from 'bun:test'
import type { PageFile, PageFiles } from './page-files.ts'
import { browser, paperPasswords as passwords } from './paper-browser.ts'

const files: Readonly<Record<string, PageFile>> = {
  '/': { body: '<!doctype html>', contentType: 'text/html; charset=utf-8', etag: 'shell' },
  '/assets/app-1.js': {
    body: 'let one',
    gzip: Bun.gzipSync('let one'),
    contentType: 'text/javascript; charset=utf-8',
    etag: 'one',
    immutable: true,
  },
}
const page: PageFiles = { find: (path) => files[path] }

test('the shell of the page is for everybody, at every address a person may have open', async () => {
  const { get } = browser({ page, passwords })
  for (const path of ['/', '/calls', '/calls/019b8d3a00007000800000000000000a', '/do-not-call']) {
    const response = await get(path)
    expect([path, response.status, await response.text()]).toEqual([path, 200, '<!doctype html>'])
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
  }
})

test('what is not there among files and interface is not there, instead of being the shell', async () => {
  const { get, post } = browser({ page })
  for (const path of ['/api/nothing', '/api', '/assets/app-2.js', '/assets/', '/favicon.ico', '/.env', '/healthz/x']) {
    expect([path, (await get(path)).status]).toEqual([path, 404])
  }
  expect((await post('/calls')).status).toBe(404)
})

test('a file that is known already is not sent again, and a packed one only to who takes it', async () => {
  const { get } = browser({ page })
  const plain = await get('/assets/app-1.js')
  expect([await plain.text(), plain.headers.get('content-encoding'), plain.headers.get('etag')]).toEqual([
    'let one',
    null,
    '"one"',
  ])
  expect(plain.headers.get('cache-control')).toContain('immutable')
  const packed = await get('/assets/app-1.js', { 'accept-encoding': 'gzip, br' })
  expect([packed.headers.get('content-encoding'), packed.headers.get('etag')]).toEqual(['gzip', '"one-gz"'])
  expect(new TextDecoder().decode(Bun.gunzipSync(await packed.arrayBuffer()))).toBe('let one')
  for (const [tag, encoding, status] of [
    ['"one"', 'identity', 304],
    ['"one-gz"', 'gzip', 304],
    ['"one"', 'gzip', 200],
  ] as const) {
    expect((await get('/assets/app-1.js', { 'if-none-match': tag, 'accept-encoding': encoding })).status).toBe(status)
  }
})
