import { afterEach, beforeEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { openAppLog } from './app-log.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-logs-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const clock = new TestClock(Date.UTC(2026, 0, 5, 8, 0, 0))

function open(options: { readonly level?: 'debug' | 'info'; readonly dir?: string } = {}) {
  const lines: string[] = []
  const console = (line: string): void => void lines.push(line)
  return { lines, ...withLog(openAppLog({ level: 'info', console, clock, timezone: 'Asia/Tehran', ...options })) }
}

function withLog(opened: ReturnType<typeof openAppLog>) {
  return { opened, log: opened.log }
}

test('a line says when, how grave, what, and its fields', () => {
  const { log, lines } = open()
  log
    .child({ call: '01a2' })
    .warn('stt.unavailable', 'The recogniser does not answer.', { because: 'time out', ms: 30 })
  expect(lines).toEqual([
    '2026-01-05 11:30:00.000 +03:30 WARNING stt.unavailable: The recogniser does not answer. call=01a2 because="time out" ms=30\n',
  ])
})

test('console and app.log say the same, and closing writes out what was in memory', async () => {
  const { log, lines, opened } = open({ dir })
  log.info('call.answered', 'The caller answered.', { call: '01a2' })
  log.info('call.ended', 'The call ended.', { call: '01a2' })
  await opened[Symbol.asyncDispose]()
  expect(readFileSync(join(dir, 'app.log'), 'utf8')).toBe(lines.join(''))
  expect(lines).toHaveLength(2)
})

test('personal data reaches neither console nor app.log, wherever it stands', async () => {
  const { log, lines, opened } = open({ dir, level: 'debug' })
  const child = log.child({ pii: { phone: '09350000001' } })
  child.info('call.dialled', 'Dialling.', { pii: { phone: '09350000002', transcript: 'بله' } })
  child.info('x', 'To 09350000003.', { endpoint: 'PJSIP/09350000004@t', phone: '09350000005', raw: 9350000006 })
  child.error('x', 'Failed.', {
    error: new Error('no route to 09350000007'),
    deep: { pii: { phone: '1' }, a: ['09350000008'] },
  })
  child.error('x', 'Failed.', { transcript: 'بله', key: new Secret('hush'), header: 'Bearer abcdef123' })
  await opened[Symbol.asyncDispose]()
  const told = readFileSync(join(dir, 'app.log'), 'utf8') + lines.join('')
  expect(told).toContain('call.dialled: Dialling.')
  for (const hidden of ['935000000', 'بله', 'hush', 'abcdef123']) expect(told).not.toContain(hidden)
})

test('an error keeps its stack and a line stays one line', () => {
  const { log, lines } = open()
  log.error('bug', 'A bug.', { error: new Error('first\nsecond') })
  expect(lines).toHaveLength(1)
  expect(lines[0]?.trimEnd()).not.toContain('\n')
  expect(lines[0]).toContain('app-log.test.ts')
})

test('lines below the level are dropped, and two logs never mix', () => {
  const loud = open({ level: 'debug' })
  const calm = open()
  calm.log.debug('a', 'Hidden.')
  loud.log.debug('b', 'Shown.')
  expect(calm.lines).toEqual([])
  expect(loud.lines).toHaveLength(1)
})

test('app.log turns over at 5 MB and keeps 5 backups', async () => {
  for (let round = 0; round < 7; round++) {
    writeFileSync(join(dir, 'app.log'), 'x'.repeat(5 * 1024 * 1024))
    const { log, opened } = open({ dir })
    log.info('round', 'One more.', { round })
    await opened[Symbol.asyncDispose]()
  }
  expect(statSync(join(dir, 'app.log')).size).toBeLessThan(200)
  expect(existsSync(join(dir, 'app.log.5'))).toBe(true)
  expect(existsSync(join(dir, 'app.log.6'))).toBe(false)
})

test('a folder that cannot be written costs the file, not the engine', async () => {
  writeFileSync(join(dir, 'occupied'), '')
  const { log, lines, opened } = open({ dir: join(dir, 'occupied') })
  log.info('still', 'Here.')
  await opened[Symbol.asyncDispose]()
  expect(lines[0]).toContain('ERROR logs.unwritable')
  expect(lines[1]).toContain('still: Here.')
})
