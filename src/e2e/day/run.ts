import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { courseOfNumber } from './course-of-number.ts'
import { type DayPlan, shortDay, wholeDay } from './day-plan.ts'
import { dayLine, findingsOf, findingsTable, kindsTable } from './day-table.ts'
import { playDay } from './play-day.ts'

const help = `Plays a day on a real Asterisk and carrier and tells what came of it; exit code 1 when anything is wrong.
  --short            the small day of the tests, changed by what follows
  --contacts 2000    --lines 20    --callers 24    --kills 10    --panel-fails 60 (seconds)
  --per-second 20    --at-once 150 (outbound, all lines)
  --line-at-once 10  --line-per-minute 30  --line-per-day 150  --first-line-left 40
  --seed 1
  --program dist/salehi`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    short: { type: 'boolean' },
    program: { type: 'string' },
    seed: { type: 'string' },
    contacts: { type: 'string' },
    lines: { type: 'string' },
    callers: { type: 'string' },
    kills: { type: 'string' },
    'panel-fails': { type: 'string' },
    'per-second': { type: 'string' },
    'at-once': { type: 'string' },
    'line-at-once': { type: 'string' },
    'line-per-minute': { type: 'string' },
    'line-per-day': { type: 'string' },
    'first-line-left': { type: 'string' },
  },
})

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('Interrupted.')))
process.exitCode = values.help === true ? tell(help) : await run(planOf(), stop.signal).catch(told)

async function run(plan: DayPlan, signal: AbortSignal): Promise<number> {
  tell(`seed ${plan.seed}: ${plan.contacts} contacts on ${plan.lines} lines, ${plan.kills} kills`)
  const day = await playDay(plan, tell, signal)
  const findings = findingsOf(day)
  const wrong = findings.filter((finding) => finding.wrong.length > 0)
  tell('')
  for (const line of kindsTable(day)) tell(line)
  tell('')
  for (const line of findingsTable(findings)) tell(line)
  const shown = (finding: (typeof findings)[number]): boolean => finding.must === undefined || finding.wrong.length > 0
  for (const phone of new Set(findings.filter(shown).flatMap(({ phones = [] }) => phones.slice(0, 3)))) {
    tell('')
    for (const line of courseOfNumber(day, phone)) tell(line)
  }
  tell('')
  tell(dayLine(day))
  tell(wrong.length === 0 ? 'Everything is as it must be.' : `${wrong.length} things are wrong.`)
  return wrong.length === 0 ? 0 : 1
}

function planOf(): DayPlan {
  const base = values.short === true ? shortDay : wholeDay
  const of = (name: Exclude<keyof typeof values, 'help' | 'short' | 'program'>, otherwise: number): number => {
    const written = values[name]
    const value = written === undefined ? otherwise : Number(written)
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} "${written}" is not a whole number`)
    return value
  }
  const { limits } = base
  return {
    seed: of('seed', base.seed),
    contacts: of('contacts', base.contacts),
    patient: base.patient,
    callers: of('callers', base.callers),
    lines: of('lines', base.lines),
    limits: {
      perSecond: of('per-second', limits.perSecond),
      atOnce: of('at-once', limits.atOnce),
      lineAtOnce: of('line-at-once', limits.lineAtOnce),
      linePerMinute: of('line-per-minute', limits.linePerMinute),
      linePerDay: of('line-per-day', limits.linePerDay),
      firstLineLeft: of('first-line-left', limits.firstLineLeft),
    },
    ringS: base.ringS,
    kills: of('kills', base.kills),
    panelFailsMs: of('panel-fails', base.panelFailsMs / 1_000) * 1_000,
    stillMs: base.stillMs,
    ...(values.program === undefined ? {} : { program: resolve(values.program) }),
  }
}

function tell(line: string): number {
  process.stdout.write(`${line}\n`)
  return 0
}

function told(error: unknown): number {
  tell(error instanceof Error ? error.message : String(error))
  return 1
}
