import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isatty } from 'node:tty'
import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import type { Figures } from '../rehearsal/forecast/figures.ts'
import { measures } from '../rehearsal/forecast/measure.ts'
import { defaultMix, type Mix } from '../rehearsal/forecast/mix.ts'
import { readMix } from '../rehearsal/forecast/read-mix.ts'
import { reportHtml } from '../rehearsal/forecast/report-html.ts'
import { type ReportHead, reportText } from '../rehearsal/forecast/report-text.ts'
import { crossed, readThreshold, type Threshold } from '../rehearsal/forecast/threshold.ts'
import { readArguments } from './arguments.ts'
import { readText } from './check.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { type Overlay, overlayText, readAgainst } from './simulate-against.ts'
import { simulateHelp } from './simulate-help.ts'
import { mostDays, type Simulation, simulateAll } from './simulate-run.ts'

/** The file descriptor of standard error. */
const stderr = 2

/** `salehi simulate`. */
export const simulateCommand: Command = {
  name: 'simulate',
  usage: 'simulate --company NAME [OPTIONS]',
  summary: 'rehearse a campaign with virtual people',
  details: simulateHelp(measures, mostDays),
  async run(args, terminal, stop) {
    const { conditions, rest } = conditionsIn(args)
    const given = readArguments(rest, {
      company: 'string',
      seed: 'string',
      contacts: 'string',
      phone: 'string',
      encoding: 'string',
      mix: 'string',
      against: 'string',
      'fail-if': 'string',
      html: 'string',
    })
    const thresholds = conditions.map(thresholdOf)
    const asked: Simulation = {
      company: given.text('company'),
      seed: seedOf(given.text('seed')),
      mix: await mixOf(given.text('mix'), terminal),
      list: given.text('contacts'),
      phoneColumn: given.text('phone'),
      encoding: encodingOf(given.text('encoding')),
    }
    const against = given.text('against')
    const other = against === undefined ? undefined : await readAgainst(against, terminal.cwd)
    const overlays = other === undefined ? [{}] : [{}, other]
    if (isatty(stderr)) terminal.err('A day of a few thousand people takes some seconds …')
    const done = await simulateAll(asked, overlays, terminal, stop)
    const [now, then] = done
    const all = done.map(({ figures }) => figures)
    const names = then === undefined ? ['now'] : ['now', 'against']
    const notes = now?.notes ?? []
    const head: ReportHead = {
      company: now?.company ?? '',
      seed: asked.seed,
      names,
      notes: [...notes, ...(other === undefined ? [] : againstNotes(other, notes, then?.notes ?? []))],
      crossed: crossedIn(thresholds, all, names),
      thresholds: thresholds.length,
    }
    terminal.out(reportText(head, all))
    const html = given.text('html')
    if (html !== undefined) writeReport(resolve(terminal.cwd, html), reportHtml(head, all), terminal)
    return head.crossed.length === 0 ? exitCodes.ok : exitCodes.failed
  },
}

function againstNotes(overlay: Overlay, now: readonly string[], then: readonly string[]): readonly string[] {
  const changed = then.filter((note) => !now.includes(note)).map((note) => `against: ${note}`)
  return [`against: ${overlayText(overlay)}`, ...changed]
}

function crossedIn(
  thresholds: readonly Threshold[],
  all: readonly Figures[],
  names: readonly string[],
): readonly string[] {
  return all.flatMap((figures, at) =>
    thresholds.flatMap((threshold) => {
      const what = crossed(threshold, figures)
      if (what === undefined) return []
      return [all.length > 1 ? `${names[at] ?? ''}: ${what}` : what]
    }),
  )
}

/** `--fail-if` may be there several times. */
function conditionsIn(args: readonly string[]): {
  readonly conditions: readonly string[]
  readonly rest: readonly string[]
} {
  const conditions: string[] = []
  const rest: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    const next = args[at + 1]
    if (arg.startsWith('--fail-if=')) conditions.push(arg.slice('--fail-if='.length))
    else if (arg === '--fail-if' && next !== undefined) {
      conditions.push(next)
      at++
    } else rest.push(arg)
  }
  return { conditions, rest }
}

function thresholdOf(text: string): Threshold {
  const read = readThreshold(text)
  if (read.kind === 'wrong') throw new UsageError(`--fail-if: ${read.because}`)
  return read.threshold
}

function seedOf(text = '1'): number {
  const seed = Number(text)
  if (/^\d{1,15}$/.test(text)) return seed
  throw new UsageError(`--seed is a whole number, and "${text}" is none: for example --seed 7`)
}

function encodingOf(text: string | undefined): Simulation['encoding'] {
  if (text === undefined || text === 'windows-1256') return text
  throw new UsageError('--encoding knows windows-1256 alone; UTF-8 and UTF-16 are read without it')
}

async function mixOf(file: string | undefined, { cwd }: Terminal): Promise<Mix> {
  if (file === undefined) return defaultMix
  const read = readMix(await readText(resolve(cwd, file)), file)
  if (read.kind === 'mix') return read.mix
  throw new StartFault(read.faults.join('\n'), exitCodes.config)
}

function writeReport(path: string, html: string, terminal: Terminal): void {
  try {
    writeFileSync(path, html)
    terminal.err(`The charts are in ${path}`)
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `${path} cannot be written (${because}): name a file in a folder you may write to`,
      exitCodes.failed,
    )
  }
}
