import { afterAll, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSources } from '../config/sources.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { showFailedStart, startFaultIn } from './failed-start.ts'
import { type FailedStart, failedStartHtml, failedStartText } from './failed-start-page.ts'
import { failedStartApp } from './failed-start-web.ts'
import { StartFault } from './start-fault.ts'

const folder = mkdtempSync(join(tmpdir(), 'salehi-failed-'))
const cwd = join(folder, 'work')
const systemFile = join(folder, 'salehi.env')
const scenarios = join(folder, 'scenarios')

beforeEach(() => {
  rmSync(cwd, { recursive: true, force: true })
  rmSync(scenarios, { recursive: true, force: true })
  mkdirSync(cwd)
  mkdirSync(join(scenarios, 'sina'), { recursive: true })
  writeFileSync(systemFile, `SCENARIOS_DIR=${scenarios}\nWEB_LISTEN=127.0.0.1:0\n`)
  writeFileSync(join(scenarios, 'sina/sina.yaml'), 'salehi: 1\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settingsFault = 'ENHANCE (/etc/salehi/salehi.env:4): "loudly" is not one of them\n    write: ffmpeg, live or off'
const scenarioFault = 'sina/sina.yaml:12:7: there is no verb "sya" [unknown-verb]\n12 |   - sya: goodby\n         ^^^'
const failed: FailedStart = {
  message: `${settingsFault}\n${scenarioFault}`,
  foundAt: '2026-01-05 11:30',
  settingsFile: '/etc/salehi/salehi.env',
  againAfterSeconds: 30,
}

/** A failed start being shown, with a clock in the test's hand. */
function shown(message: string) {
  const clock = new TestClock()
  const stop = new AbortController()
  const served = Promise.withResolvers<string>()
  const sources = readSources({ env: {}, cwd, systemFile })
  const place = { sources, systemFile, cwd, home: cwd, clock, onServed: served.resolve }
  let over = false
  const showing = showFailedStart(new StartFault(message, 78), place, stop.signal).finally(() => {
    over = true
  })
  showing.catch(served.reject)
  return { clock, stop, showing, url: served.promise, isOver: () => over }
}

test('the page names file and line of each fault and what to write, for a terminal and for a browser', () => {
  const text = failedStartText(failed)
  expect(text).toStartWith('salehi has not started: nobody is called.\n')
  expect(text).toContain(`\n${settingsFault}\n${scenarioFault}\n`)
  const html = failedStartHtml(failed)
  expect(html.match(/<li /g)).toHaveLength(2)
  expect(html).toContain('<code>/etc/salehi/salehi.env:4</code>')
  expect(html).toContain('<code>sina/sina.yaml:12:7</code>')
  expect(html).toContain('write: ffmpeg, live or off')
})

test('what stands in a file is shown, never obeyed', () => {
  const html = failedStartHtml({ ...failed, message: '<img src=x onerror="alert(1)">.yaml:1:1: \'&<script>' })
  expect(html).not.toMatch(/<img|<script|onerror="/)
  expect(html).toContain('&#60;img')
})

test('machines get 503 with reasons, and a browser the page under a policy that runs nothing', async () => {
  const app = failedStartApp({ failed, clock: new TestClock() })
  const ask = (path: string, init?: RequestInit) => app.request(`http://localhost:8188${path}`, host(init), peer)
  for (const path of ['/healthz', '/readyz', '/api/day', '/metrics']) {
    const response = await ask(path)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ error: expect.any(String), advice: expect.stringContaining('journalctl') })
  }
  const page = await ask('/', { headers: { accept: 'text/html,*/*' } })
  expect(page.status).toBe(503)
  expect(page.headers.get('content-type')).toStartWith('text/html')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/)
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(await (await ask('/calls/any')).text()).toBe(failedStartText(failed))
  expect((await ask('/', { method: 'POST' })).status).toBe(503)
})

test('without a password the faults are for this machine alone', async () => {
  const app = failedStartApp({ failed, clock: new TestClock() })
  for (const headers of [{ host: 'salehi.example.com' }, { host: 'localhost', 'x-forwarded-for': '192.0.2.1' }]) {
    const response = await app.request('http://localhost/', { headers }, peer)
    expect(response.status).toBe(403)
    expect(await response.text()).not.toContain('ENHANCE')
  }
})

test('with a password it opens the page, and guessing is stopped', async () => {
  const clock = new TestClock()
  const app = failedStartApp({ failed, password: new Secret('گذرواژه:1'), clock })
  const knock = async (password?: string) => {
    const shown = Buffer.from(`any:${password}`).toString('base64')
    const headers = { host: '192.0.2.7:8188', ...(password === undefined ? {} : { authorization: `Basic ${shown}` }) }
    const response = await app.request('http://192.0.2.7:8188/', { headers }, peer)
    const text = await response.text()
    expect(text.includes('ENHANCE')).toBe(response.status === 503)
    return response.status
  }
  expect(await knock()).toBe(401)
  expect(await knock('گذرواژه:1')).toBe(503)
  for (let turn = 0; turn < 5; turn++) expect(await knock('wrong')).toBe(401)
  expect(await knock('گذرواژه:1')).toBe(429)
  await clock.advance(15 * 60_000)
  expect(await knock('گذرواژه:1')).toBe(503)
})

test.each([
  ['the settings file changes', () => writeFileSync(systemFile, 'COMPANY=sina\nWEB_LISTEN=127.0.0.1:0\n')],
  ['a settings file of the folder appears', () => writeFileSync(join(cwd, '.env'), 'COMPANY=sina\n')],
  ['a scenario changes', () => writeFileSync(join(scenarios, 'sina/sina.yaml'), 'salehi: 1\nname: sina\n')],
  ['a list beside the scenarios appears', () => writeFileSync(join(scenarios, 'sina/blocked.csv'), '')],
  ['a right is given', () => chmodSync(join(scenarios, 'sina/sina.yaml'), 0o600)],
  ['a recording is put beside the executable', () => mkdirSync(join(cwd, 'assets/audio'), { recursive: true })],
])('it is tried again when %s', async (_what, change) => {
  const { clock, showing, url, isOver } = shown(settingsFault)
  expect((await fetch(await url)).status).toBe(503)
  await clock.advance(5_000)
  expect(isOver()).toBe(false)
  change()
  await clock.advance(1_000)
  expect(isOver()).toBe(false) // somebody may still be writing
  await clock.advance(1_000)
  await showing
  expect(isOver()).toBe(true)
})

test('it is tried again after half a minute though no file has changed: a program may have been installed', async () => {
  const { clock, showing, url, isOver } = shown('no ffmpeg')
  await url
  await clock.advance(29_000)
  expect(isOver()).toBe(false)
  await clock.advance(1_000)
  await showing
})

test('told to stop, it ends at once, and its port is free', async () => {
  const { stop, showing, url } = shown(settingsFault)
  const address = await url
  stop.abort(new Error('stop'))
  await expect(showing).rejects.toThrow('stop')
  await expect(fetch(address)).rejects.toThrow()
})

test('a page that cannot be served ends the start, with the fault it would have shown', async () => {
  const first = shown(settingsFault)
  const { port } = new URL(await first.url)
  writeFileSync(systemFile, `WEB_LISTEN=127.0.0.1:${port}\n`)
  const { showing, url } = shown('ENHANCE is wrong')
  url.catch(() => undefined)
  await expect(showing).rejects.toThrow(/^ENHANCE is wrong\nThe page .* WEB_LISTEN 127\.0\.0\.1:\d+/)
  first.stop.abort(new Error('stop'))
  await expect(first.showing).rejects.toThrow('stop')
})

test('an address that others could reach becomes one of this machine where no password is set', async () => {
  for (const listen of ['0.0.0.0:0', 'localhost:0']) {
    writeFileSync(systemFile, `WEB_LISTEN=${listen}\n`)
    const { stop, showing, url } = shown(settingsFault)
    expect(new URL(await url).hostname).toMatch(/^(127\.0\.0\.1|localhost)$/)
    stop.abort(new Error('stop'))
    await expect(showing).rejects.toThrow('stop')
  }
})

test('a fault of the start is found behind one of the cleaning up', () => {
  const fault = new StartFault('wrong', 78)
  expect(startFaultIn(new SuppressedError(new Error('late'), fault))).toBe(fault)
  expect(startFaultIn(new Error('a bug'))).toBeUndefined()
})

const peer = { address: '127.0.0.1' }

function host(init: RequestInit = {}): RequestInit {
  return { ...init, headers: { host: 'localhost:8188', ...init.headers } }
}
