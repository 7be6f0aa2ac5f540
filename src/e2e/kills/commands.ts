import { Database } from 'bun:sqlite'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEngine } from '../engine.ts'
import type { Home } from './home.ts'
import { type CrashPoint, passedPoints } from './points.ts'
import type { Tried } from './trial.ts'

/** A command that changes the data, and what must be true once it was killed and given again. */
interface Case {
  /** Given before, undisturbed. */
  readonly before: readonly (readonly string[])[]
  readonly args: readonly string[]
  /** How many rows this finds when all is right, and what is wrong otherwise. */
  readonly right: readonly { readonly sql: string; readonly count: number; readonly otherwise: string }[]
}

const people = 1_200
const list = 'list.csv'
const importing = ['contacts', 'import', list]
const handedOut = `contacts WHERE state = 'waiting' AND (import_id IS NULL
  OR import_id IN (SELECT id FROM imports WHERE ready_at IS NOT NULL))`

const cases: readonly Case[] = [
  {
    before: [],
    args: importing,
    right: [
      { sql: handedOut, count: people, otherwise: 'the list is not there once and whole' },
      { sql: `(SELECT DISTINCT phone FROM ${handedOut})`, count: people, otherwise: 'somebody is there twice' },
    ],
  },
  {
    before: [importing],
    args: ['contacts', 'undo', '1'],
    right: [{ sql: handedOut, count: 0, otherwise: 'people of the list that was taken back are still called' }],
  },
  {
    before: [],
    args: ['dnc', 'import', list],
    right: [{ sql: 'do_not_call', count: people, otherwise: 'not everybody is barred once' }],
  },
]

/** Kills the commands that write lists at each of their points, gives them once more, and looks whether all is as asked. */
export async function killCommands(
  home: Home,
  folder: string,
  tell: (tried: Tried) => void,
): Promise<readonly Tried[]> {
  const all: Tried[] = []
  for (const each of cases) {
    const passed = join(folder, 'passed')
    const undisturbed = await tryCommand(each, [], [`SALEHI_CRASH_LIST=${passed}`], home, join(folder, 'data-listing'))
    all.push(undisturbed)
    for (const at of deathsOf(passedPoints(passed))) {
      const tried = await tryCommand(each, [at], [`SALEHI_CRASH_AT=${at.name}#${at.time}`], home, join(folder, 'data'))
      all.push(tried)
      tell(tried)
    }
    rmSync(passed, { force: true })
  }
  return all.filter(({ deaths }) => deaths.length > 0)
}

/** Each point the first time and the last. */
function deathsOf(passed: ReadonlyMap<string, number>): readonly CrashPoint[] {
  return [...passed].flatMap(([name, times]) => [...new Set([1, times])].map((time) => ({ name, time })))
}

async function tryCommand(
  { before, args, right }: Case,
  deaths: readonly CrashPoint[],
  orders: readonly string[],
  home: Home,
  folder: string,
): Promise<Tried> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const rows = Array.from({ length: people }, (_, at) => `0936${String(at).padStart(7, '0')}`)
  writeFileSync(join(folder, list), `phone\n${rows.join('\n')}\n`)
  const startedMs = performance.now()
  for (const each of before) await give(home.program, each, folder)
  const killed = await give('env', [...orders, home.crashing, ...args], folder)
  const died = deaths.length === 0 || killed.code === 137
  // Once more, as a person would who saw it break off; that it was all done already is no fault.
  const again = deaths.length === 0 ? undefined : await give(home.program, args, folder)
  const faults = died ? faultsIn(folder, right) : ['the command did not die at its point']
  const output = `${killed.output}--- killed ---\n${again?.output ?? ''}`
  return { deaths, passed: new Map(), died, wholeMs: performance.now() - startedMs, faults, output }
}

async function give(program: string, args: readonly string[], folder: string) {
  const engine = startEngine({ program, args, settings: { COMPANY: 'sina' }, folder })
  return { code: await engine.exited, output: engine.output }
}

function faultsIn(folder: string, right: Case['right']): readonly string[] {
  using db = new Database(join(folder, 'data/salehi.db'), { readonly: true })
  const check = db.query<{ quick_check: string }, []>('PRAGMA quick_check').get()?.quick_check
  const wrong = right.flatMap(({ sql, count, otherwise }) => {
    const found = db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${sql}`).get()?.n
    return found === count ? [] : [`${otherwise}: ${found} where ${count} are due`]
  })
  return [...(check === 'ok' ? [] : [`the database is damaged: ${check}`]), ...wrong]
}
