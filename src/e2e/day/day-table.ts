import { checkCallers } from './check-callers.ts'
import { checkCaps } from './check-caps.ts'
import { checkEngine } from './check-engine.ts'
import { checkNumbers } from './check-numbers.ts'
import { customerKinds } from './customer-kinds.ts'
import { type Day, isCustomer } from './day.ts'
import type { Finding } from './finding.ts'
import { interruptedAt } from './interrupted.ts'

const shown = 12

/** Everything that is checked of a day. */
export function findingsOf(day: Day): readonly Finding[] {
  return [...checkNumbers(day), ...checkCallers(day), ...checkCaps(day), ...checkEngine(day), ...costOf(day)]
}

/** The findings as lines: a table, then what is wrong. */
export function findingsTable(findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ what }) => what.length))
  const rows = findings.map(({ what, found, must, wrong }) => {
    const verdict = must === undefined ? '' : wrong.length === 0 ? 'ok' : 'WRONG'
    return `${what.padEnd(width)}  ${found.padStart(9)}  ${(must ?? '').padEnd(8)}  ${verdict}`.trimEnd()
  })
  const wrong = findings.flatMap(({ what, wrong: all }) =>
    all.length === 0 ? [] : ['', `${what}:`, ...all.slice(0, shown).map((one) => `  ${one}`), ...rest(all.length)],
  )
  return [...rows, ...wrong]
}

/** What came of each kind of people, as lines: how many, how many of them cut by a kill, and what the panel was told. */
export function kindsTable(day: Day): readonly string[] {
  const facts = new Map(day.reports.map(({ body }) => [body['number_id'], String(body['status'])]))
  const kills = interruptedAt(day)
  const width = Math.max(...customerKinds.map(({ name }) => name.length))
  return customerKinds.map((kind) => {
    const people = day.people.filter((person) => person.kind === kind)
    const heard = (those: typeof people): string =>
      [...Map.groupBy(those, ({ id }) => facts.get(id) ?? 'nothing')]
        .toSorted((one, other) => other[1].length - one[1].length)
        .map(([status, all]) => `${status} ${all.length}`)
        .join(', ')
    const cut = people.filter((person) => kills.was(person))
    const whole = people.filter((person) => !kills.was(person))
    const interrupted = cut.length === 0 ? '' : `  | cut by a kill: ${heard(cut)}`
    return `${kind.name.padEnd(width)}  ${String(people.length).padStart(4)}  ${heard(whole)}${interrupted}`
  })
}

/** The day in one line. */
export function dayLine(day: Day): string {
  const { plan, people, startedMs, lastFactMs } = day
  const speakers = people.filter(({ kind }) => kind.speaks).length
  const dials = day.calls.filter(isCustomer).length
  const tookS = ((lastFactMs - startedMs) / 1_000).toFixed(0)
  return `seed ${plan.seed}: ${people.length} contacts (${speakers} speak), ${plan.lines} lines, ${dials} calls dialled and ${day.reports.length} reports taken in ${tookS} s`
}

function costOf({ machine, calls }: Day): readonly Finding[] {
  const { processors, busy, load, pbx, carrier } = machine
  const told = (what: string, found: string): Finding => ({ what, found, wrong: [] })
  return [
    told('operators dialled', String(calls.filter((call) => !isCustomer(call)).length)),
    told(`machine: ${processors} processors, busy`, `${Math.round(busy * 100)} %`),
    told('machine: load, mean and most', `${load.mean.toFixed(1)}, ${load.most.toFixed(1)}`),
    told('exchange: memory (MB), processor (s)', pbx === undefined ? 'gone' : `${pbx.peakMb}, ${pbx.cpuS.toFixed(0)}`),
    told(
      'carrier: memory (MB), processor (s)',
      carrier === undefined ? 'gone' : `${carrier.peakMb}, ${carrier.cpuS.toFixed(0)}`,
    ),
  ]
}

function rest(count: number): readonly string[] {
  return count > shown ? [`  … and ${count - shown} more`] : []
}
