import { clock } from './check-caps.ts'
import { type Day, isCustomer } from './day.ts'
import type { Finding } from './finding.ts'
import type { Shift } from './shifts.ts'

/** How soon an executable that was killed is to be in control again. */
const soonMs = 5_000

/** What an executable may call an error on such a day: the panel does fail. */
const dueErrors = new Set(['panel.refused'])

/** The executables: how fast they were back, what they used, what they logged, what they left. */
export function checkEngine(day: Day): readonly Finding[] {
  const { shifts, store } = day
  const restarts = shifts.slice(1)
  const backMs = restarts.map(({ startedMs, inControlMs = Number.POSITIVE_INFINITY }) => inControlMs - startedMs)
  const late = restarts.filter(
    ({ startedMs, inControlMs = Number.POSITIVE_INFINITY }) => inControlMs - startedMs > soonMs,
  )
  const dialMs = restarts.map((shift) => firstDialMs(day, shift)).filter((ms) => ms !== undefined)
  const last = shifts.at(-1)
  const open = store.attempts.filter(({ state }) => state === 'open')
  const owed = store.outbox.filter(({ state }) => state !== 'delivered')
  const errors = eventsOf(shifts, 'ERROR')
  const strange = errors.filter(({ event }) => !dueErrors.has(event))
  return [
    told('kills with -9, calls up at each', `${day.upAtKills.length}: ${day.upAtKills.join(', ')}`),
    {
      what: 'from start to in control (ms)',
      found: range(backMs),
      must: `≤ ${soonMs}`,
      wrong: late.map(({ startedMs }) => `the executable started at ${clock(startedMs)} took longer`),
    },
    told('from start to the first call (ms)', range(dialMs)),
    told('from the order to dial to the carrier (ms)', range(onTheWayMs(day))),
    told(
      'memory of the executable, most (MB)',
      String(Math.max(0, ...shifts.map(({ consumed }) => consumed?.peakMb ?? 0))),
    ),
    told('memory of the last executable at its end (MB)', String(last?.consumed?.memoryMb ?? 0)),
    wrongs('last executable: its exit code', last?.exitCode === 0 ? [] : ['not in order'], String(last?.exitCode)),
    wrongs(
      'errors in the log',
      strange.map(({ event, times, line }) => `${times} × ${event}: ${line}`),
    ),
    told(
      'warnings in the log',
      eventsOf(shifts, 'WARNING')
        .map(({ event, times }) => `${event} ${times}`)
        .join(', ') || '0',
    ),
    wrongs('left in the exchange, and processes', day.left),
    wrongs(
      'attempts left open in the store',
      open.map(({ phone, dialledMs }) => `${phone} at ${clock(dialledMs)}`),
    ),
    wrongs(
      'calls the store takes to be up',
      Array.from({ length: store.live }, () => 'a row of live_calls'),
    ),
    wrongs(
      'reports not delivered',
      owed.map(({ kind, state, rows }) => `${rows} × ${kind} ${state}`),
    ),
    wrongs('departures from the panel’s contract', [...new Set(day.panelRefused)]),
  ]
}

interface Event {
  readonly event: string
  readonly times: number
  /** The first of them. */
  readonly line: string
}

function eventsOf(shifts: readonly Shift[], level: 'ERROR' | 'WARNING'): readonly Event[] {
  const lines = shifts.flatMap(({ output }) => output.split('\n'))
  const those = lines.flatMap((line) => {
    const found = /^\S+ \S+ \S+ (\w+) ([\w.-]+): /.exec(line)
    const [, of, event] = found ?? []
    const told = of === level || (level === 'WARNING' && of === 'WARN') || (level === 'ERROR' && of === 'FATAL')
    if (told && event !== undefined) return [{ event, line }]
    // What is no line of the log at all is a fault nobody caught.
    return level === 'ERROR' && found === null && /error|panic|uncaught/i.test(line)
      ? [{ event: 'unlogged', line }]
      : []
  })
  return [...Map.groupBy(those, ({ event }) => event)].map(([event, all]) => ({
    event,
    times: all.length,
    line: all[0]!.line.slice(0, 400),
  }))
}

function firstDialMs({ calls }: Day, { startedMs, endedMs = Number.POSITIVE_INFINITY }: Shift): number | undefined {
  const first = calls.find((call) => isCustomer(call) && call.calledAtMs >= startedMs && call.calledAtMs <= endedMs)
  return first === undefined ? undefined : first.calledAtMs - startedMs
}

/** How long the orders to dial took to the carrier: what the machine's load does to the distances of calls. */
function onTheWayMs({ calls, store }: Day): readonly number[] {
  const ordered = Map.groupBy(store.attempts, ({ phone }) => phone)
  return calls.filter(isCustomer).flatMap(({ number, calledAtMs }) => {
    const order = ordered.get(number)?.findLast(({ dialledMs }) => dialledMs <= calledAtMs)
    return order === undefined ? [] : [calledAtMs - order.dialledMs]
  })
}

function range(all: readonly number[]): string {
  if (all.length === 0) return '–'
  const sorted = all.map(Math.round).toSorted((one, other) => one - other)
  return `${sorted[0]} … ${sorted[Math.floor(sorted.length / 2)]} … ${sorted.at(-1)}`
}

function told(what: string, found: string): Finding {
  return { what, found, wrong: [] }
}

function wrongs(what: string, wrong: readonly string[], found = String(wrong.length)): Finding {
  return { what, found, must: '0', wrong }
}
