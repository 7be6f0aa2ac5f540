import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '../kernel/test-clock.ts'
import { openStore, type Store } from '../store/store.ts'
import { loadDoNotCallFiles } from './do-not-call-files.ts'
import { firstColumn } from './number-list.ts'

let dir: string
let store: Store
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-dnc-files-'))
  mkdirSync(join(dir, 'sina'))
  store = openStore(join(dir, 'salehi.db'), new TestClock())
})
afterEach(() => {
  store[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

function write(name: string, text: string | Uint8Array): string {
  writeFileSync(join(dir, 'sina', name), text)
  return join(dir, 'sina', name)
}

function load(...files: readonly string[]): number | undefined {
  const doNotCall = files.map((file) => ({ kind: 'file', file }) as const)
  const policy = { company: 'sina', doNotCall }
  return loadDoNotCallFiles({ policy, scenariosDir: dir, country: 'IR', list: store.doNotCall, now: 1 })
}

function listed(): readonly string[] {
  return store.doNotCall.page(100).map(({ phone, note }) => `${phone} ${note}`)
}

test('numbers of the company’s files are barred however they are written', () => {
  write(
    'one.csv',
    '\uFEFFphone;name\r\n۰۹۱۲۰۰۰۰۰۰۱;Sara\r\n\r\n"0912 000 0002";"a;b"\r\n# a remark\r\n="09120000003",x',
  )
  write('two.txt', '+98 912 000 0004\n09120000001\n')
  expect(load('one.csv', 'two.txt')).toBe(4)
  expect(listed()).toEqual(['09120000001 one.csv', '09120000002 one.csv', '09120000003 one.csv', '09120000004 two.txt'])
})

test('a file that has changed takes the place of what it said before; one that has not is left alone', () => {
  write('one.csv', '09120000001\n09120000002\n')
  expect(load('one.csv')).toBe(2)
  expect(load('one.csv')).toBeUndefined()
  write('one.csv', '09120000002\n')
  expect(load('one.csv')).toBe(1)
  expect(listed()).toEqual(['09120000002 one.csv'])
  expect(load()).toBe(0)
  expect(listed()).toEqual([])
})

test('who asked for it on a call stays barred whatever the files say, and whatever company.yaml lists', () => {
  const phone = '09120000001' as Parameters<typeof store.doNotCall.has>[0]
  store.doNotCall.add(phone, 5, 'call-1')
  write('one.csv', '09120000001\n')
  load('one.csv')
  load()
  expect(store.doNotCall.reasons(phone).map(({ source }) => source)).toEqual(['spoken'])
})

test('a broken row stops the start, with file and line, every one of them, and without the row itself', () => {
  write('one.csv', '09120000001\n')
  load('one.csv')
  const one = write('one.csv', 'phone\n09120000002\n9.12E+10\nnumber 12\n')
  const two = write('two.csv', 'nobody\nanybody\n')
  let message = ''
  try {
    load('one.csv', 'two.csv')
  } catch (error) {
    message = error instanceof Error ? `${error.name}: ${error.message}` : ''
  }
  expect(message).toStartWith('StartFault: ')
  for (const place of [`${one}:3: `, `${one}:4: `, `${two}:2: `]) expect(message).toContain(place)
  expect(message).not.toContain('9.12')
  expect(listed()).toEqual(['09120000001 one.csv'])
})

test.each<[string, string | Uint8Array | undefined, string]>([
  ['that is missing', undefined, 'is not there'],
  ['that is a workbook', 'PK\u0003\u0004', 'save it as CSV'],
  ['in UTF-16', new Uint8Array([0xff, 0xfe, 0x30, 0]), 'save it as UTF-8'],
  ['that is no text', new Uint8Array([0x30, 0, 0x39]), 'save it as text or CSV'],
  ['without line ends', `0912${' '.repeat(200_000)}`, 'longer than'],
])('a file %s stops the start', (_what, content, says) => {
  if (content !== undefined) write('one.csv', content)
  expect(() => load('one.csv')).toThrow(says)
})

test('files named without a folder for them stop the start', () => {
  const policy = { company: 'sina', doNotCall: [{ kind: 'file', file: 'x.csv' } as const] }
  const options = { policy, scenariosDir: undefined, country: 'IR', list: store.doNotCall, now: 1 }
  expect(() => loadDoNotCallFiles(options)).toThrow('SCENARIOS_DIR')
})

test('rows are told by the line they stand on, wherever a piece of the file ends', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => `0912${String(at).padStart(7, '0')}`)
  for (const end of ['\n', '\r\n', '\r']) {
    const path = write('long.csv', `${rows.join(end)}${end}`)
    expect([...firstColumn(path)]).toEqual(rows.map((text, at) => ({ line: at + 1, text })))
  }
})
