import { Database } from 'bun:sqlite'
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '../lists/limits.ts'
import { workbookBytes, workbookParts, zipBytes } from '../lists/paper-workbook.ts'
import { type CommandEnd, runSalehi } from './command-run.ts'
import { executable } from './engine.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'salehi-contact-lists-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** `salehi contacts …` of the executable, in the folder of the test. */
async function contacts(...args: readonly string[]): Promise<CommandEnd> {
  const ended = await runSalehi({ args: ['contacts', ...args], folder }, AbortSignal.timeout(60_000))
  expect(ended.output).not.toContain('a fault of the program')
  return ended
}

function put(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content)
}

/** A CSV of so many people. */
function manyPeople(count: number): string {
  const rows = Array.from({ length: count }, (_, n) => `علی ${n},0912${1_000_000 + n},تهران`)
  return ['نام,موبایل,city', ...rows, ''].join('\r\n')
}

function inDatabase<T>(work: (db: Database) => T): T {
  using db = new Database(join(folder, 'data/salehi.db'), { readonly: true })
  return work(db)
}

/** Contacts that are written, and those of them that may be handed out. */
function written(): { readonly all: number; readonly ready: number } {
  const sql = `SELECT count(*) AS "all", count(*) FILTER (WHERE import_id IN
    (SELECT id FROM imports WHERE ready_at IS NOT NULL)) AS ready FROM contacts`
  return inDatabase((db) => db.query<{ all: number; ready: number }, []>(sql).get() ?? { all: 0, ready: 0 })
}

test('a list goes in from CSV and from a workbook, is seen, taken back, carried out and goes in again', async () => {
  put('people.csv', 'نام;شماره موبایل\r\nسارا;۰۹۱۲۱۲۳۴۵۶۷\r\nعلی;9121234568\r\nرضا;9.12E+09\r\n')
  const taken = await contacts('import', 'people.csv')
  expect(taken).toMatchObject({ code: 0, stderr: '' })
  expect(taken.stdout).toContain('2 people taken, as list 1. To take it back: salehi contacts undo 1\n')
  expect(readFileSync(join(folder, 'people.csv.errors.csv'), 'utf8')).toContain(
    '\r\n4,9.12E+09,"the number was shortened',
  )

  put(
    'more.xlsx',
    workbookBytes({
      rows: [
        ['phone', 'amount'],
        [9121234569, 1_200_000],
        ['09121234567', 5],
      ],
    }),
  )
  expect((await contacts('import', 'more.xlsx')).stdout).toContain('1 person taken, as list 2.')
  expect((await contacts('list')).stdout).toMatch(
    /^list 2: more\.xlsx.*; 1 waiting\nlist 1: people\.csv.*; 2 waiting\n$/,
  )

  const out = await contacts('export')
  expect(out.stdout).toStartWith('phone,name,amount,zone,salehi_state,') // text() takes the mark away
  expect(out.stdout).toContain('\r\n0912-123-4567,سارا,,,waiting,')
  for (const list of ['1', '2']) expect((await contacts('undo', list)).code).toBe(0)
  expect(written()).toEqual({ all: 0, ready: 0 })
  put('out.csv', out.stdout)
  expect((await contacts('import', 'out.csv')).stdout).toContain('3 people taken, as list 3.')
  expect((await contacts('reset', '--import', '3')).stdout).toContain('0 people who had their call')
})

test('a preview leaves not even a data folder behind', async () => {
  put('people.csv', manyPeople(10))
  expect((await contacts('import', 'people.csv', '--preview')).stdout).toContain('10 people would be taken.')
  expect(readdirSync(folder)).toEqual(['people.csv'])
})

test('help tells of every action', async () => {
  const { stdout, code } = await contacts('--help')
  expect(code).toBe(0)
  for (const action of ['import FILE', 'list', 'undo LIST', 'export [FILE]', 'reset [']) {
    expect(stdout).toContain(`\n  contacts ${action}`)
  }
})

test('a large export reaches a reader that is slow, to its last line', async () => {
  put('people.csv', manyPeople(30_000))
  await contacts('import', 'people.csv')
  const child = Bun.spawn([executable, 'contacts', 'export'], {
    cwd: folder,
    env: {},
    stdout: 'pipe',
    stderr: 'ignore',
  })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of child.stdout) {
    text += decoder.decode(chunk, { stream: true })
    await Bun.sleep(1)
  }
  expect(await child.exited).toBe(0)
  expect(text.split('\r\n')).toHaveLength(30_002)
})

test('killed in the middle, a list is handed out by nobody; the next import takes it whole', async () => {
  const people = 60_000
  put('people.csv', manyPeople(people))
  put('first.csv', manyPeople(1))
  await contacts('import', 'first.csv') // so that there is a database to look into
  await contacts('undo', '1')
  const child = Bun.spawn([executable, 'contacts', 'import', 'people.csv'], { cwd: folder, env: {}, stdout: 'ignore' })
  while (written().all < 5_000) await Bun.sleep(2)
  child.kill('SIGKILL')
  await child.exited
  const left = written()
  expect(left.all).toBeGreaterThanOrEqual(5_000)
  expect(left.all).toBeLessThan(people)
  expect(left.ready).toBe(0)
  expect((await contacts('list')).stdout).not.toContain('people.csv')
  expect((await contacts('import', 'people.csv')).stdout).toContain('60,000 people taken')
  expect(written()).toEqual({ all: people, ready: people })
}, 120_000)

test('asked to stop in the middle, an import leaves nothing and says so', async () => {
  put('people.csv', manyPeople(60_000))
  put('first.csv', manyPeople(1))
  await contacts('import', 'first.csv')
  const child = Bun.spawn([executable, 'contacts', 'import', 'people.csv'], { cwd: folder, env: {}, stderr: 'pipe' })
  while (written().all < 2_000) await Bun.sleep(2)
  child.kill('SIGTERM')
  expect(await child.stderr.text()).toContain('stopped: nothing of the list was taken')
  expect(await child.exited).toBe(1)
  expect(written()).toEqual({ all: 1, ready: 1 })
}, 60_000)

test.each<readonly [string, string, () => void, string]>([
  [
    'a CSV of 1 GB',
    'giant.csv',
    () => truncated('giant.csv', 1_000_000_000),
    'giant.csv has 1000 MB; a CSV may have 500',
  ],
  [
    'a workbook that unpacks to more than it may',
    'bomb.xlsx',
    () =>
      put(
        'bomb.xlsx',
        zipBytes({
          ...workbookParts({ rows: [['phone']] }),
          'xl/sharedStrings.xml': Buffer.alloc(limits.sharedTextBytes + 1_000, ' '),
        }),
      ),
    'bomb.xlsx unpacks to more than 200 MB',
  ],
  [
    'too many rows',
    'long.csv',
    () => put('long.csv', `phone\n${'x\n'.repeat(limits.rows + 1)}`),
    'long.csv has more than 1000000 rows',
  ],
])(
  '%s is refused before anything is written, in little memory',
  async (_, name, make, says) => {
    make()
    const child = Bun.spawn([executable, 'contacts', 'import', name], {
      cwd: folder,
      env: {},
      stdout: 'ignore',
      stderr: 'pipe',
    })
    expect(await child.stderr.text()).toContain(says)
    expect(await child.exited).toBe(1)
    expect(child.resourceUsage()?.maxRSS).toBeLessThan(500_000_000)
    expect(existsSync(join(folder, `${name}.errors.csv`))).toBe(false)
    expect(written()).toEqual({ all: 0, ready: 0 })
  },
  60_000,
)

function truncated(name: string, size: number): void {
  put(name, '')
  truncateSync(join(folder, name), size)
}
