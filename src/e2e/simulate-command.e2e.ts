import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CommandEnd, type CommandRun, runSalehi } from './command-run.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'salehi-simulate-'))
  writeFileSync(join(folder, 'people.csv'), list(200))
  writeFileSync(join(folder, 'small.yaml'), 'contacts: 80\n')
})

afterAll(() => rmSync(folder, { recursive: true }))

/** Settings of an owner: everything it needs is there, and nothing of it may be reached. */
const settings = {
  ARI_USERNAME: 'salehi',
  ARI_PASSWORD: 'secret',
  ARI_BASE_URL: 'http://127.0.0.1:9/ari',
  OUTBOUND_TRUNK: 'trunk',
  OUTBOUND_NUMBERS: '02191000001,02191000002,02191000003',
  OPERATOR_MOBILE_NUMBERS: '09121111111,09122222222',
  VIRA_STT_TOKEN: 'token',
  VIRA_STT_URL: 'http://127.0.0.1:9/recognise',
  PANEL_BASE_URL: 'http://127.0.0.1:9',
  PANEL_API_TOKEN: 'token',
}

/** Runs `salehi simulate` with a time it must end in. */
async function simulate(args: readonly string[], run: Omit<CommandRun, 'args'> = {}): Promise<CommandEnd> {
  const ended = await runSalehi({ folder, ...run, args: ['simulate', ...args] }, AbortSignal.timeout(120_000))
  expect(ended.output).not.toContain('a fault of the program')
  return ended
}

function list(people: number): string {
  const rows = Array.from({ length: people }, (_, nth) => `0913${1_000_000 + nth},person ${nth}\n`)
  return `phone,name\n${rows.join('')}`
}

/** The cells of a line of the report. */
function cells(output: string, label: string): readonly string[] {
  const line = output.split('\n').find((each) => each.trim().startsWith(`${label}  `))
  return (line?.trim().slice(label.length) ?? '').trim().split(/\s{2,}/)
}

test('the same seed prints the same bytes, and leaves no file; another seed is another campaign', async () => {
  const before = readdirSync(folder)
  const run = (seed: string) =>
    simulate(['--company', 'sina', '--contacts', 'people.csv', '--seed', seed], { settings })
  const [one, again, other] = [await run('7'), await run('7'), await run('8')]
  expect([one.code, one.stderr]).toEqual([0, ''])
  expect(again.stdout).toBe(one.stdout)
  expect(other.stdout).not.toBe(one.stdout)
  expect(one.stdout).toContain('people.csv: 200 rows, 200 people.')
  expect(one.stdout).toMatch(/^ {2}ends +day \d+, \d\d:\d\d$/m)
  expect(one.stdout).toMatch(/abandoned/)
  expect(readdirSync(folder).toSorted()).toEqual([...new Set([...before, '.env'])].toSorted())
}, 180_000)

test('without any setting it tells what it assumes; every company that is shipped can be simulated', async () => {
  rmSync(join(folder, '.env'), { force: true })
  for (const company of ['sina', 'salehi', 'agrad']) {
    const { code, stdout } = await simulate(['--company', company, '--mix', 'small.yaml'])
    expect(code).toBe(0)
    expect(stdout).toContain('80 made-up people are called.')
    expect(stdout).toContain('OUTBOUND_NUMBERS is not set: two lines are assumed.')
  }
}, 180_000)

test('two settings stand side by side, with the same people and the difference; the page holds both', async () => {
  const against = 'MAX_CONCURRENT_CALLS=6,OPERATOR_MOBILE_NUMBERS=09121111111,09122222222,09123333333'
  const args = ['--company', 'sina', '--mix', 'small.yaml', '--against', against, '--html', 'report.html']
  const { code, stdout, stderr } = await simulate(args, { settings })
  expect(code).toBe(0)
  const answered = cells(stdout, 'answered')
  expect(answered[0]).toBe(answered[1] as string)
  expect(cells(stdout, 'conversations there can be at once')).toEqual(['2', '3', '+1'])
  expect(stderr).toContain('report.html')
  const html = readFileSync(join(folder, 'report.html'), 'utf8')
  expect(html).toContain('<svg')
  expect(html).not.toMatch(/<script|https?:|src=|href=/)
  writeFileSync(
    join(folder, 'other.env'),
    'MAX_CONCURRENT_CALLS=6\nOPERATOR_MOBILE_NUMBERS=09121111111,09122222222,09123333333\n',
  )
  const fromFile = await simulate(['--company', 'sina', '--mix', 'small.yaml', '--against', 'other.env'], { settings })
  expect(fromFile.stdout).toBe(stdout)
}, 180_000)

test('a threshold that is crossed is told and ends with 1; one that is kept does not', async () => {
  const small = ['--company', 'sina', '--mix', 'small.yaml']
  const crossed = await simulate([...small, '--fail-if', 'unreached > 1%', '--fail-if=days > 300'], { settings })
  expect(crossed.code).toBe(1)
  expect(crossed.stdout).toMatch(/Thresholds crossed:\n {2}unreached is \d+(\.\d)? %, and must not be > 1 %\n$/)
  const kept = await simulate([...small, '--fail-if', 'operator_wait_p95 > 10m', '--fail-if', 'days > 300'], {
    settings,
  })
  expect(kept.code).toBe(0)
  expect(kept.stdout).toContain('Every threshold is kept.')
}, 180_000)

test.each([
  [['--fail-if', 'abandond > 3%'], 2, 'there is no figure "abandond"; did you mean "abandoned"?'],
  [['--fail-if', 'abandoned > 3s'], 2, "write for example 'abandoned > 3%'"],
  [['--seed', 'x'], 2, '--seed is a whole number'],
  [['--mix', 'none.yaml'], 2, 'is not there'],
  [['--against', 'MAX_CALS_PER_DAY=3'], 2, 'did you mean "MAX_CALLS_PER_DAY"?'],
  [['--against', 'MAX_CALLS_PER_DAY=many'], 78, 'MAX_CALLS_PER_DAY (--against): "many"'],
  [['--contacts', 'none.csv'], 1, 'none.csv is not there'],
] as const)('%j is refused with what to write instead', async (args, code, told) => {
  const ended = await simulate(['--company', 'sina', ...args])
  expect([ended.code, ended.stdout]).toEqual([code, ''])
  expect(ended.stderr).toContain(told)
})

test('a mix with unknown keys is refused with file, line and the key that was meant', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'contacts: 10\nanswer_rat: 30%\ncauses:\n  bussy: 3\n')
  const { code, stdout, stderr } = await simulate(['--company', 'sina', '--mix', 'wrong.yaml'])
  expect([code, stdout]).toEqual([78, ''])
  expect(stderr).toBe(
    'wrong.yaml:2:1: there is no "answer_rat"; did you mean "answer_rate"?\nwrong.yaml:4:3: there is no "bussy" in causes; did you mean "busy"?\n',
  )
})

test('a list of a million rows is refused at once, with what to do', async () => {
  writeFileSync(join(folder, 'million.csv'), list(1_000_000))
  const startedMs = performance.now()
  const { code, stdout, stderr } = await simulate(['--company', 'sina', '--contacts', 'million.csv'])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('million.csv has more than 20,000 rows')
  expect(stderr).toContain('head -n 5001 million.csv > part.csv')
  expect(performance.now() - startedMs).toBeLessThan(20_000)
}, 60_000)

test('what "contacts import" refuses is refused here in its words', async () => {
  writeFileSync(join(folder, 'book.xlsx'), 'phone\n09121234567\n')
  const ended = await simulate(['--company', 'sina', '--contacts', 'book.xlsx'])
  expect([ended.code, ended.stdout]).toEqual([1, ''])
  expect(ended.stderr).toContain('book.xlsx is no Excel workbook')
  writeFileSync(join(folder, 'words.csv'), 'phone\nnobody\n')
  const nobody = await simulate(['--company', 'sina', '--contacts', 'words.csv'])
  expect(nobody.code).toBe(1)
  expect(nobody.stderr).toContain('row 2: "nobody"')
})
