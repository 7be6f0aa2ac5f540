import type { CrashPoint } from './points.ts'
import type { Tried } from './trial.ts'

/** Points × deaths × results, for a person to read. */
export function tableOf(deaths: readonly Tried[]): string {
  const points = Map.groupBy(
    deaths,
    (tried) => `${tried.deaths.length > 1 ? 'while taking over: ' : ''}${last(tried)?.name}`,
  )
  const rows = [...points].map(([name, tried]) => [
    name,
    tried.map((each) => `#${last(each)?.time}`).join(' '),
    String(tried.filter(({ died }) => died).length),
    String(tried.filter(({ died }) => !died).length),
    String(tried.filter(({ faults }) => faults.length > 0).length),
    seconds(Math.max(...tried.map(({ inControlMs }) => inControlMs ?? Number.NaN))),
  ])
  const head = ['point', 'which time', 'deaths', 'not reached', 'with faults', 'in control after, at most']
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => (row[at] ?? '').length)))
  const line = (row: readonly string[]): string => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')
  return [head, ...rows].map((row) => line(row).trimEnd()).join('\n')
}

/** The sum in a few lines. */
export function sumOf(deaths: readonly Tried[]): string {
  const died = deaths.filter((each) => each.died)
  const control = died.map(({ inControlMs }) => inControlMs ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  const points = new Set(died.flatMap((each) => each.deaths.map(({ name }) => name))).size
  const faulty = deaths.filter(({ faults }) => faults.length > 0)
  return [
    `${died.reduce((sum, each) => sum + each.deaths.length, 0)} kills in ${died.length} days at ${points} points, ${deaths.length - died.length} not reached`,
    `${faulty.length} of them with faults`,
    `in control again after ${seconds(control[control.length >> 1])} (median), ${seconds(control.at(-1))} (longest)`,
  ].join('\n')
}

const last = ({ deaths }: Tried): CrashPoint | undefined => deaths.at(-1)

const seconds = (ms: number | undefined): string =>
  ms === undefined || !Number.isFinite(ms) ? '–' : `${(ms / 1_000).toFixed(2)} s`
