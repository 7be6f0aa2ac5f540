import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveEngine } from '../e2e/web/guarded-engine.ts'
import { Visitor } from '../e2e/web/visitor.ts'
import { openDatabase } from '../store/database.ts'
import { callsADay, fill, idOf, numberOf } from './million/fill.ts'

/**
 * How fast the page of the built executable answers with a million calls behind it: `bun src/bench/million-calls.ts
 * [calls] [folder]`. The folder is kept and used again where it is given. Prints a Markdown table; ends with 1 where an
 * answer takes longer than it may.
 */
const [, , asked = '1000000', kept] = process.argv
const calls = Number(asked)
const rounds = 60
const mayTakeMs = 200
const lines = ['02155550001', '02155550002']
const scenario = { name: 'sina', hash: 'f00d' }

const folder = kept ?? mkdtempSync(join(tmpdir(), 'salehi-million-'))
mkdirSync(join(folder, 'sounds'), { recursive: true })
const path = join(folder, 'data', 'salehi.db')
{
  using db = openDatabase(path)
  const there = db.query<{ n: number }, []>('SELECT count(*) AS n FROM calls').get()?.n ?? 0
  const startMs = performance.now()
  if (there === 0) fill(db, { calls, lines, scenario, until: Date.now() })
  const seconds = Math.round((performance.now() - startMs) / 1_000)
  console.log(`${calls} calls written in ${seconds} s, ${Math.round(statSync(path).size / 1e6)} MB`)
}
const until = (() => {
  using db = openDatabase(path)
  return (db.query<{ at: number }, []>('SELECT max(ended_at) AS at FROM calls').get()?.at ?? 0) + 86_400_000 / callsADay
})()

const endOf = (n: number): number => Math.round(until - (calls - n) * (86_400_000 / callsADay))
const some = (round: number): number => (round * 104_729) % calls
const { signal } = new AbortController()
const startMs = performance.now()
await using served = await serveEngine(
  { OUTBOUND_NUMBERS: lines.join(','), CALLING_HOURS: '00:00-00:01', AST_RECORDING_DIR: join(folder, 'recording') },
  signal,
  folder,
)
console.log(`the executable was up after ${((performance.now() - startMs) / 1_000).toFixed(1)} s\n`)
const visitor = new Visitor(served.url)
await visitor.know()

interface Asked {
  readonly what: string
  readonly method: 'GET' | 'POST'
  readonly path: (round: number) => string
  readonly body?: (round: number) => unknown
}
const search = (what: string, body: (round: number) => unknown): Asked => ({
  what: `calls: ${what}`,
  method: 'POST',
  path: () => '/api/calls/search',
  body,
})
const back = (round: number): number => until - some(round + 1) * (86_400_000 / callsADay)
const all: readonly Asked[] = [
  { what: 'the day at a glance', method: 'GET', path: () => '/api/day' },
  { what: 'outcomes of a day', method: 'GET', path: (round) => `/api/outcomes?day=${dayOf(back(round))}` },
  search('the latest', () => ({})),
  search('before some day', (round) => ({ until: back(round) })),
  search('before some day, 200', (round) => ({ until: back(round), limit: 200 })),
  search('the rarest end', (round) => ({ disposition: 'complained', until: back(round) })),
  search('a common end on one line', (round) => ({ disposition: 'busy', line: lines[1], until: back(round) })),
  search('inbound ones', (round) => ({ direction: 'inbound', until: back(round) })),
  search('of a line that has none', () => ({ line: '000' })),
  search('of an end and a scenario that has none', () => ({ disposition: 'no_answer', scenario: 'none' })),
  { what: 'one call', method: 'GET', path: (round) => `/api/calls/${idOf(some(round), endOf(some(round)))}` },
  {
    what: 'a number',
    method: 'POST',
    path: () => '/api/numbers/search',
    body: (round) => ({ about: numberOf(some(round)) }),
  },
  {
    what: 'a number nobody knows',
    method: 'POST',
    path: () => '/api/numbers/search',
    body: (round) => ({ about: `0912${1_000_000 + round}` }),
  },
  {
    what: "an id's beginning",
    method: 'POST',
    path: () => '/api/numbers/search',
    body: (round) => ({ about: idOf(some(round), endOf(some(round))).slice(0, 10) }),
  },
  { what: 'do-not-call, its beginning', method: 'POST', path: () => '/api/do-not-call/list', body: () => ({}) },
  {
    what: 'do-not-call, from some day',
    method: 'POST',
    path: () => '/api/do-not-call/list',
    body: (round) => ({ after: `${Math.round(back(round))}.spoken.0935` }),
  },
  {
    what: 'do-not-call, one more',
    method: 'POST',
    path: () => '/api/do-not-call/add',
    body: (round) => ({ numbers: [`0912${2_000_000 + round}`] }),
  },
  { what: 'alerts', method: 'GET', path: () => '/api/alerts' },
  ...(['set_aside', 'delivered', 'dropped', 'waiting'] as const).map(
    (state): Asked => ({ what: `reports: ${state}`, method: 'GET', path: () => `/api/outbox?state=${state}` }),
  ),
  {
    what: 'reports: dropped, from the middle',
    method: 'GET',
    path: (round) => `/api/outbox?state=dropped&before=${some(round) + 1}`,
  },
  { what: 'the log', method: 'GET', path: () => '/api/logs' },
  { what: 'the audit', method: 'GET', path: () => '/api/audit' },
  { what: 'figures', method: 'GET', path: () => '/metrics' },
  { what: 'readiness', method: 'GET', path: () => '/readyz' },
]

console.log('| what | p50 ms | p95 ms | longest ms |\n| --- | ---: | ---: | ---: |')
let tooSlow = 0
for (const each of all) {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const body = each.body?.(round)
    const before = performance.now()
    const response = await visitor.ask(each.method, each.path(round), body)
    await response.arrayBuffer()
    times.push(performance.now() - before)
    if (response.status >= 400 && response.status !== 503) throw new Error(`${each.what}: ${response.status}`)
  }
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
  if (at(0.95) > mayTakeMs) tooSlow++
  console.log(`| ${each.what} | ${at(0.5).toFixed(1)} | ${at(0.95).toFixed(1)} | ${at(1).toFixed(1)} |`)
}
console.log(`\nthe rest: ${await restShare()} % of a core with one page open`)
if (kept === undefined) rmSync(folder, { recursive: true, force: true })
process.exitCode = tooSlow === 0 ? 0 : 1

/** What the executable takes of a core while a page is open and nothing happens. */
async function restShare(): Promise<string> {
  using open = await listening()
  const seconds = 20
  const before = await cpuSeconds()
  await Bun.sleep(seconds * 1_000)
  const share = ((await cpuSeconds()) - before) / seconds
  open[Symbol.dispose]()
  return (share * 100).toFixed(2)
}

async function listening(): Promise<Disposable> {
  const stop = new AbortController()
  const response = await fetch(`${served.url}/api/live`, { signal: stop.signal })
  void response.text().catch(() => undefined) // read until it is cut
  return { [Symbol.dispose]: () => stop.abort() }
}

async function cpuSeconds(): Promise<number> {
  const text = await (await visitor.ask('GET', '/metrics')).text()
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1])
}

function dayOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.round(at))
    .toZonedDateTimeISO('Asia/Tehran')
    .toPlainDate()
    .toString()
}
