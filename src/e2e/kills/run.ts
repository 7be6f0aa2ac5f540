import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildExecutable } from '../../../build.ts'
import { buildCrashing } from '../crash-build.ts'
import { dieEverywhere } from './campaign-of-deaths.ts'
import { killCommands } from './commands.ts'
import { layHome } from './home.ts'
import { nameOf } from './points.ts'
import { sumOf, tableOf } from './table.ts'
import type { Tried } from './trial.ts'
import { reportPowerFailures } from './unsynced/report.ts'

/**
 * Kills the executable at every point and accounts for every number. Options: `--kills N` days with one death (120),
 * `--twice N` days on which the engine that takes over dies too (20), `--rigs N` exchanges side by side (2), `--only TEXT`
 * points whose name holds it, `--failures N` simulated power failures (1000), `--commands no`.
 */
const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('Interrupted.')))
const outputs = join(tmpdir(), 'salehi-kills-outputs')
let days = 0

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise)
}

async function tell(tried: Tried): Promise<void> {
  const { deaths, died, inControlMs, faults, wholeMs } = tried
  const control = inControlMs === undefined ? '' : `, in control after ${Math.round(inControlMs)} ms`
  const how = deaths.length === 0 ? '' : died ? `killed${control}` : 'NOT REACHED'
  const nth = days++
  console.log(`${String(nth).padStart(4)}  ${nameOf(deaths)}  ${how}  ${(wholeMs / 1_000).toFixed(1)} s`)
  for (const fault of faults) console.log(`        ${fault}`)
  if (faults.length === 0) return
  const file = join(outputs, `${nth}.log`)
  await Bun.write(file, tried.output)
  console.log(`        what was said: ${file}`)
}

function summary(what: string, tried: readonly Tried[]): boolean {
  console.log(`\n${what}\n${tableOf(tried)}\n\n${sumOf(tried)}\n`)
  return tried.every(({ faults }) => faults.length === 0)
}

async function commandsSurvive(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-commands-'))
  try {
    const home = await layHome(folder, stop.signal)
    return summary('Commands that write lists', await killCommands(home, folder, (tried) => void tell(tried)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function enginesSurvive(): Promise<boolean> {
  const { undisturbed, forgetful, deaths } = await dieEverywhere(
    {
      once: Number(option('kills', '120')),
      twice: Number(option('twice', '20')),
      only: option('only', ''),
      stubborn: true,
      rigs: Number(option('rigs', '2')),
      tell: (tried) => void tell(tried),
    },
    stop.signal,
  )
  console.log(`planted «the store forgets»: ${forgetful.faults[0] ?? 'NOT FOUND'}`)
  return summary('The engine', deaths) && forgetful.faults.length > 0 && undisturbed.faults.length === 0
}

mkdirSync(outputs, { recursive: true })
await buildExecutable('salehi')
await buildCrashing()
const results = [
  option('commands', 'yes') === 'no' || (await commandsSurvive()),
  option('kills', '120') === '0' || (await enginesSurvive()),
  option('failures', '1000') === '0' ||
    (await reportPowerFailures(Number(option('failures', '1000')), console.log, stop.signal)),
]
process.exitCode = results.every((good) => good) ? 0 : 1
