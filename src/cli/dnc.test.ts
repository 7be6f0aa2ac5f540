import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { systemClock } from '../kernel/clock.ts'
import { openStore } from '../store/store.ts'
import { dncCommand } from './dnc.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'salehi-dnc-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

async function dnc(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = []
  const err: string[] = []
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    lines: (async function* () {
      yield* []
    })(),
    env: { DATA_DIR: dir, TIMEZONE: 'Asia/Tehran' },
    cwd: dir,
    home: dir,
  }
  const code = await dncCommand.run(args, terminal, new AbortController().signal)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

function spoken(phone: string): void {
  using store = openStore(join(dir, 'salehi.db'), systemClock)
  store.doNotCall.add(phone as PhoneNumber, Date.UTC(2026, 0, 5, 8), 'call-7')
}

test('numbers are barred however they are written, once each', async () => {
  expect(await dnc('add', '+989120000001', '۰۹۱۲۰۰۰۰۰۰۲', '0912 000 0001', '--note', 'asked by letter')).toMatchObject({
    code: 0,
    out: '2 added',
  })
  expect((await dnc('add', '09120000002', '09120000003')).out).toBe('1 added, 1 stood there already')
  const { out } = await dnc('list')
  expect(out).toMatch(/^09120000001 +entered by hand on \d{4}-\d\d-\d\d \d\d:\d\d \(asked by letter\)$/m)
  expect(out.split('\n')).toHaveLength(3)
  const rows = JSON.parse((await dnc('list', '--json')).out) as readonly { phone: string; source: string }[]
  expect(rows.map(({ phone, source }) => `${phone} ${source}`)).toEqual([
    '09120000001 manual',
    '09120000002 manual',
    '09120000003 manual',
  ])
})

test('with one word that is no number nothing is changed', async () => {
  await expect(dnc('add', '09120000001', 'Sara')).rejects.toThrow(
    '"Sara" is no phone number (COUNTRY=IR); nothing was changed',
  )
  await dnc('add', '09120000009')
  expect(JSON.parse((await dnc('list', '--json')).out)).toHaveLength(1)
})

test('a person who asked for it themselves is taken off only by someone who says they are sure', async () => {
  spoken('09120000001')
  const refused = await dnc('remove', '09120000001')
  expect(refused).toEqual({
    code: 1,
    out: '',
    err: '09120000001 stays: asked for it on 2026-01-05 11:30, call call-7. If they have agreed to be called again since, write --yes',
  })
  expect(await dnc('remove', '09120000001', '--yes')).toEqual({
    code: 0,
    out: '09120000001 may be rung again',
    err: '',
  })
  expect(await dnc('remove', '09120000001')).toMatchObject({
    code: 1,
    err: '09120000001 is not on the do-not-call list',
  })
  expect((await dnc('list')).out).toBe('Nobody is on the do-not-call list.')
  expect((await dnc('list', '--json')).out).toBe('[\n]')
})

test("a number of a company's own list stays barred until that list lets it go", async () => {
  await dnc('add', '09120000001')
  {
    using store = openStore(join(dir, 'salehi.db'), systemClock)
    const numbers = () => [{ phone: '09120000001' as PhoneNumber, file: 'never.csv' }]
    store.doNotCall.replaceFiles({ fingerprint: 'one', numbers }, 0)
  }
  const { code, err } = await dnc('remove', '09120000001')
  expect([code, err.includes("the company's list never.csv"), err.includes('restart')]).toEqual([1, true, true])
})

test('a file is taken row by row; rows that are no number are named by their line', async () => {
  const rows = Array.from({ length: 1_200 }, (_, at) => `0912${String(at).padStart(7, '0')};Somebody`)
  rows.splice(3, 0, 'nobody')
  writeFileSync(join(dir, 'list.csv'), `phone;name\n${rows.join('\n')}\n09120000000;again\n`)
  const file = join(dir, 'list.csv')
  const { code, out, err } = await dnc('import', file)
  expect(err).toBe(`${file}:5: this is no phone number (COUNTRY=IR)`)
  expect([code, out]).toEqual([1, '1200 added, 1 stood there already, 1 rows left out'])
  expect((await dnc('list')).out.split('\n')).toHaveLength(1_200)
  expect(await dnc('import', file)).toMatchObject({ out: '0 added, 1201 stood there already, 1 rows left out' })
})

test('a file that cannot be read is said to be so', async () => {
  await expect(dnc('import', join(dir, 'missing.csv'))).rejects.toThrow('is not there')
  writeFileSync(join(dir, 'list.xlsx'), 'PK\u0003\u0004')
  await expect(dnc('import', join(dir, 'list.xlsx'))).rejects.toThrow('save it as CSV')
})

test.each([
  [[], 'write: salehi dnc add'],
  [['remove'], 'give the numbers'],
  [['import'], 'dnc import FILE'],
  [['forget', '0912'], 'write: salehi dnc add'],
])('what is missing is told: %j', async (args, says) => {
  await dnc('add', '09120000001')
  await expect(dnc(...args)).rejects.toThrow(says)
})
