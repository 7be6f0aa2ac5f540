import { expect, test } from 'bun:test'
import { serveControl } from '../app/control.ts'
import { openDatabase } from '../store/database.ts'
import { sampleStatus } from '../web/sample-status.ts'
import type { Why } from '../web/story.ts'
import { UsageError } from './command.ts'
import { PaperTerminal } from './paper-terminal.ts'
import { whyCommand } from './why.ts'

const phone = '09350000001'
const held = () => ({ holding: [], liveCalls: 0 })
const controls = { pause: () => undefined, resume: () => undefined, drain: () => undefined, changed: () => undefined }
const at = Date.UTC(2026, 0, 5, 8, 0, 0)

function serve(folder: string, why: (about: string) => Why): AsyncDisposable {
  return serveControl(folder, { status: () => sampleStatus(), trusted: { controls, held, why } })
}

function keepNumber(folder: string): void {
  using db = openDatabase(`${folder}/salehi.db`)
  const sql = `INSERT INTO contacts (id, source, phone, fields_json, state, changed_at, due_at)
    VALUES ('k1', 'static', ?, '{}', 'waiting', ?, 0)`
  db.query(sql).run(phone, at)
}

test('a running engine tells the story; each day stands above what happened on it', async () => {
  using terminal = new PaperTerminal()
  const asked: string[] = []
  await using _engine = serve(terminal.folder, (about) => {
    asked.push(about)
    const events = [
      { text: 'on the list' },
      { at, text: 'rung' },
      { at: at + 5_000, text: 'answered' },
      { at: at + 86_400_000, text: 'reported' },
      { text: 'it is on the phone now' },
    ]
    return { kind: 'story', story: { title: phone, zone: 'Asia/Tehran', events, next: ['one thing', 'another'] } }
  })
  expect(await terminal.run(whyCommand, '0935', '000', '0001')).toBe(0)
  expect(asked).toEqual(['0935 000 0001'])
  expect(terminal.out).toBe(`09350000001
            on the list
2026-01-05 (Asia/Tehran)
  11:30:00  rung
  11:30:05  answered
2026-01-06 (Asia/Tehran)
  11:30:00  reported
            it is on the phone now
Next: one thing
Next: another
`)
})

test('without an engine the store tells it alone', async () => {
  using terminal = new PaperTerminal()
  keepNumber(terminal.folder)
  expect(await terminal.run(whyCommand, phone)).toBe(0)
  expect(terminal.out).toContain('on the list: one of STATIC_CONTACTS')
  expect(terminal.out).toContain('Next: waits for its call: salehi does not run')
})

test('an engine that cannot answer is told of beside what the store says', async () => {
  using terminal = new PaperTerminal()
  keepNumber(terminal.folder)
  await using _engine = serve(terminal.folder, () => {
    throw new Error('a fault')
  })
  expect(await terminal.run(whyCommand, phone)).toBe(0)
  expect(terminal.out).toContain('on the list')
  expect(terminal.err).toContain('from the store alone: salehi could not answer')
})

test('of what is unknown it says so, with exit code 1', async () => {
  using terminal = new PaperTerminal()
  expect(await terminal.run(whyCommand, phone)).toBe(1)
  expect(terminal.err).toContain('nothing is kept there yet')
  keepNumber(terminal.folder)
  expect(await terminal.run(whyCommand, '09120000099')).toBe(1)
  expect(terminal.err).toBe('Nothing is known: this number was never on a list, never rung, and never rang us\n')
})

test('an id that fits several calls lists them', async () => {
  using terminal = new PaperTerminal()
  await using _engine = serve(terminal.folder, () => ({
    kind: 'several',
    zone: 'Asia/Tehran',
    calls: [{ id: 'abcd', at }],
  }))
  expect(await terminal.run(whyCommand, 'abcdabcd')).toBe(1)
  expect(terminal.err).toContain('  abcd  2026-01-05 11:30:00')
})

test('it wants to know of what', async () => {
  using terminal = new PaperTerminal()
  await expect(terminal.run(whyCommand)).rejects.toThrow(UsageError)
})
