import { formatDuration } from '../../kernel/duration.ts'
import { type Figures, shareOf, utilisation } from './figures.ts'

/** What a figure is counted in; times are milliseconds, shares from 0 to 1. */
export type Unit = 'share' | 'time' | 'count'

/** A figure a threshold can be set on. */
export interface Measure {
  readonly name: string
  readonly unit: Unit
  /** For people, what it is. */
  readonly about: string
  readonly of: (figures: Figures) => number
}

const hourMs = 3_600_000
/** What is waited for by the day. */
const waiting = ['calling_hours', 'nobody_due', 'per_day'] as const

/** Everything `--fail-if` knows. */
export const measures: readonly Measure[] = [
  share('abandoned', 'left before an operator answered, of those who agreed', ({ abandoned, agreed }) =>
    shareOf(abandoned, agreed),
  ),
  share('unserved', 'no operator could be had, of those who agreed', ({ unserved, agreed }) =>
    shareOf(unserved, agreed),
  ),
  share('connected', 'came to an operator (or to a good end), of those who agreed', ({ connected, agreed }) =>
    shareOf(connected, agreed),
  ),
  share('agreed', 'agreed, of the calls that were answered', ({ agreed, answered }) => shareOf(agreed, answered)),
  share('answered', 'answered, of the calls', ({ answered, calls }) => shareOf(answered, calls)),
  share('unreached', 'never picked up or never called, of the numbers', ({ unreached, uncalled, numbers }) =>
    shareOf(unreached + uncalled, numbers),
  ),
  share('uncalled', 'never called, of the numbers', ({ uncalled, numbers }) => shareOf(uncalled, numbers)),
  share('unclear', 'not understood, of the replies', ({ replies }) => shareOf(replies.unclear, replies.all)),
  share('utilisation', 'how busy the operators were', meanUtilisation),
  share('peak_utilisation', 'the same in their busiest hour of the day', ({ hours, seats }) =>
    Math.max(0, ...hours.map((slot) => utilisation(slot, seats) ?? 0)),
  ),
  time(
    'operator_wait_p50',
    'from the yes to an operator: half of them waited less',
    ({ operatorWait }) => operatorWait.p50,
  ),
  time('operator_wait_p95', 'the same: 95 of 100 waited less', ({ operatorWait }) => operatorWait.p95),
  time('operator_wait_most', 'the same: the longest', ({ operatorWait }) => operatorWait.most),
  time('yes_wait_p50', 'as operator_wait, with those who left or found nobody', ({ yesWait }) => yesWait.p50),
  time('yes_wait_p95', 'the same: 95 of 100 waited less', ({ yesWait }) => yesWait.p95),
  time('yes_wait_most', 'the same: the longest', ({ yesWait }) => yesWait.most),
  time('talk_time', 'of a conversation with an operator, on average', ({ talk }) => talk.mean),
  count(
    'days',
    'until the list ends; without end where it does not',
    ({ endsAt }) => endsAt?.day ?? Number.POSITIVE_INFINITY,
  ),
  count('calls', 'all of them', ({ calls }) => calls),
  count('calls_per_hour', 'while somebody was due and the day had calls left', callsPerHour),
]

/** Calls an hour, of the time in which somebody was due and a line had calls left for the day. */
export function callsPerHour({ calls, held }: Figures): number {
  let openMs = 0
  for (const [hold, ms] of held) if (!waiting.some((each) => each === hold)) openMs += ms
  return openMs === 0 ? 0 : (calls * hourMs) / openMs
}

/** How busy the operators were over all hours, 0 to 1. */
export function meanUtilisation({ hours, seats }: Figures): number {
  const operatorMs = hours.reduce((sum, slot) => sum + slot.operatorMs, 0)
  const openMs = hours.reduce((sum, slot) => sum + slot.openMs, 0)
  return utilisation({ ...(hours[0] as Figures['hours'][number]), operatorMs, openMs }, seats) ?? 0
}

/** A value for people: `3.2 %`, `14.5 s`, `1,200`. */
export function inUnit(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return 'without end'
  switch (unit) {
    case 'share':
      return `${Math.round(value * 1_000) / 10} %`
    case 'time':
      return formatDuration(value)
    case 'count':
      return (Math.round(value * 10) / 10).toLocaleString('en')
    default:
      return unit satisfies never
  }
}

function share(name: string, about: string, of: Measure['of']): Measure {
  return { name, unit: 'share', about, of }
}

function time(name: string, about: string, of: Measure['of']): Measure {
  return { name, unit: 'time', about, of }
}

function count(name: string, about: string, of: Measure['of']): Measure {
  return { name, unit: 'count', about, of }
}
