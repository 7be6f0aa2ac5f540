import { afterEach, beforeEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord, Turn } from '../domain/record.ts'
import { type Log, silentLog } from '../kernel/log.ts'
import { openCallLogs } from './call-logs.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-call-logs-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const at = Date.UTC(2026, 0, 5, 8, 0, 0)

function turn(intent: string, transcript: string): Turn {
  return { at: at + 9_000, transcript, intent, by: 'rule', listenMs: 1, enhanceMs: 1, recogniseMs: 1, thinkMs: 1 }
}

function record(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    id: 'c1',
    direction: 'outbound',
    company: 'sina',
    contact: { id: 'k1', phone: '09350000001' as PhoneNumber, source: 'static', fields: {} },
    line: { number: '02155550001' },
    outcome: { disposition: 'disconnected' },
    attemptedAt: at,
    answeredAt: at + 5_000,
    endedAt: at + 20_300,
    endedBy: 'them',
    hangup: { cause: 16 },
    turns: [],
    trace: [],
    ...changes,
  }
}

function write(record: CallRecord, log: Log = silentLog, maxBytes?: number): void {
  openCallLogs({ dir, timezone: 'Asia/Tehran', log, ...(maxBytes === undefined ? {} : { maxBytes }) }).write(record)
}

function text(name: string): string {
  return existsSync(join(dir, name)) ? readFileSync(join(dir, name), 'utf8') : ''
}

test('every call leaves a hang-up line: time, call, contact, leg, cause, text, disposition', () => {
  write(record({ outcome: { disposition: 'failed', reason: 'operator_failed' } }))
  expect(text('hangups.log')).toBe(
    '2026-01-05T11:30:20.300+03:30 | c1 | 09350000001 | customer | 16 | normal clearing | failed (operator_failed)\n',
  )
})

test('a caller who hangs up leaves the times from answer and from yes', () => {
  write(record({ yesToHangupMs: 4_100 }))
  expect(text('userdrop.log')).toBe(
    '2026-01-05T11:30:20.300+03:30 | c1 | 09350000001 | answer to hang-up 15.3 s | yes to hang-up 4.1 s | disconnected\n',
  )
})

test('a call we ended, or nobody answered, drops nobody', () => {
  const { answeredAt: _, ...unanswered } = record({ endedBy: 'network' })
  write(record({ endedBy: 'us' }))
  write(unanswered)
  expect(text('userdrop.log')).toBe('')
})

test('replies go to the file of their meaning', () => {
  write(
    record({
      turns: [turn('unknown', 'چی'), turn('yes', 'بله'), turn('remove_me', 'دیگه زنگ نزنید'), turn('no_input', '')],
    }),
  )
  expect(text('positive_stt.log')).toBe('2026-01-05T11:30:09.000+03:30 | c1 | yes | بله\n')
  expect(text('negative_stt.log')).toContain('| remove_me | دیگه زنگ نزنید\n')
  expect(text('unknown_stt.log').split('\n')).toHaveLength(2)
})

test('a transcript can neither start a line nor add a column', () => {
  write(record({ turns: [turn('yes', 'بله\r\n2026 | forged\u2028line | x\u0000')] }))
  expect(text('positive_stt.log')).toBe('2026-01-05T11:30:09.000+03:30 | c1 | yes | بله 2026 / forged line / x\n')
})

test('the files are for owner and group alone, even where one lay open', () => {
  writeFileSync(join(dir, 'hangups.log'), '', { mode: 0o666 })
  write(record({ turns: [turn('yes', 'بله'), turn('no', 'نه'), turn('unknown', 'چی')] }))
  expect(readdirSync(dir).toSorted()).toEqual([
    'hangups.log',
    'negative_stt.log',
    'positive_stt.log',
    'unknown_stt.log',
    'userdrop.log',
  ])
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o640)
})

test('a full file turns over and the oldest of six goes', () => {
  for (let call = 0; call < 9; call++) write(record({ id: `c${call}` }), silentLog, 150)
  expect(text('hangups.log')).toContain('| c8 |')
  expect(text('hangups.log.1')).toContain('| c7 |')
  expect(text('hangups.log.5')).toContain('| c3 |')
  expect(existsSync(join(dir, 'hangups.log.6'))).toBe(false)
  expect(statSync(join(dir, 'hangups.log.5')).mode & 0o777).toBe(0o640)
})

test('a folder that cannot be written is told and stops nothing', () => {
  const told: string[] = []
  writeFileSync(join(dir, 'occupied'), '')
  const log: Log = { ...silentLog, error: (event) => void told.push(event) }
  openCallLogs({ dir: join(dir, 'occupied'), timezone: 'Asia/Tehran', log }).write(record())
  expect(told).toEqual(['call_logs.unwritable'])
})
