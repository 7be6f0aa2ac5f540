import { dispositions } from '../../domain/disposition.ts'
import { type Figures, shareOf } from './figures.ts'
import { type Hold, holds } from './held-back.ts'
import { placeText } from './local-hours.ts'
import { callsPerHour, inUnit, meanUtilisation, type Unit } from './measure.ts'

/** One figure of a report, once for each of the settings that are compared. */
export interface Row {
  readonly label: string
  /** As they are shown, in the order of the settings. */
  readonly cells: readonly string[]
  /** From the first to the second, where that says something. */
  readonly difference?: string
}

/** Rows that belong together. */
export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

interface Cell {
  readonly value: number
  readonly unit: Unit
  readonly text?: string
}

/** What each limit is called in a report. */
export const holdNames: Readonly<Record<Hold, string>> = {
  per_line: 'calls at once on a line (MAX_CONCURRENT_CALLS)',
  per_minute: 'calls a minute on a line (MAX_CALLS_PER_MINUTE)',
  per_day: 'calls a day on a line (MAX_CALLS_PER_DAY)',
  all_lines: 'calls at once on all lines (MAX_CONCURRENT_OUTBOUND_CALLS)',
  per_second: 'calls a second on all lines (MAX_ORIGINATIONS_PER_SECOND)',
  line_pace: 'one call a second on a line',
  operators: "an operator's phone rings: nobody is called meanwhile",
  calling_hours: 'calling hours',
  nobody_due: 'nobody is due yet (retry, attempts per day), nights included',
  failures: 'transfers and calls that failed in a row (FAIL_ALERT_THRESHOLD)',
  other: 'other reasons',
  nothing: 'nothing: it dials',
}

/** The report in sections, side by side for every one of these figures. */
export function sectionsOf(all: readonly Figures[]): readonly Section[] {
  const row = (label: string, cell: (figures: Figures) => Cell): Row => rowOf(label, all.map(cell))
  const time = (value: number): Cell => ({ value, unit: 'time' })
  const part = (value: number, whole: number): Cell => {
    const text = `${inUnit(value, 'count')} (${inUnit(shareOf(value, whole), 'share')})`
    return { value, unit: 'count', ...(whole === 0 ? {} : { text }) }
  }
  const transfers = all.some(({ seats }) => seats > 0)
  const seen = dispositions.filter((name) => all.some(({ outcomes }) => outcomes[name] !== undefined))
  const waits = (label: string, of: 'operatorWait' | 'yesWait' | 'talk' | 'callMs'): readonly Row[] => [
    row(`${label}: half of them less than`, (each) => time(each[of].p50)),
    row('  95 of 100 less than', (each) => time(each[of].p95)),
    row('  the longest', (each) => time(each[of].most)),
  ]
  return [
    {
      title: 'The list',
      rows: [
        row('numbers', ({ numbers }) => ({ value: numbers, unit: 'count' })),
        row('ends', (each) => ({ value: endMs(each), unit: 'time', text: endText(each) })),
        row('nobody ever picked up', ({ unreached, numbers }) => part(unreached, numbers)),
        row('never called', ({ uncalled, numbers }) => part(uncalled, numbers)),
      ],
    },
    {
      title: 'Calls',
      rows: [
        row('calls', ({ calls }) => ({ value: calls, unit: 'count' })),
        row('an hour', (each) => ({ value: Math.round(callsPerHour(each)), unit: 'count' })),
        row('answered', ({ answered, calls }) => part(answered, calls)),
        ...seen.map((name) => row(`  ${name}`, ({ outcomes, calls }) => part(outcomes[name] ?? 0, calls))),
        row('dialled, and the network said nothing (tried again)', ({ unplaced }) => ({
          value: unplaced,
          unit: 'count',
        })),
        row('length of an answered call, average', ({ callMs }) => time(callMs.mean)),
        row('replies not understood', ({ replies }) => part(replies.unclear, replies.all)),
        row('replies the model was needed for', ({ replies }) => part(replies.byModel, replies.all)),
      ],
    },
    {
      title: 'Yes',
      rows: [
        row('agreed, of those who answered', ({ agreed, answered }) => part(agreed, answered)),
        row(transfers ? '  came to an operator' : '  stayed to the end', ({ connected, agreed }) =>
          part(connected, agreed),
        ),
        row('  left before that (abandoned)', ({ abandoned, agreed }) => part(abandoned, agreed)),
        ...(transfers ? [row('  no operator could be had', ({ unserved, agreed }) => part(unserved, agreed))] : []),
        ...(transfers ? waits('waited for the operator who answered', 'operatorWait') : []),
        ...(transfers ? waits('all who agreed waited', 'yesWait') : []),
      ],
    },
    ...(transfers ? [{ title: 'Operators', rows: operatorRows(row, time, waits) }] : []),
    {
      title: 'What held the dialing back, and for how long',
      rows: holds
        .filter((hold) => all.some(({ held }) => (held.get(hold) ?? 0) >= 1_000))
        .map((hold) => row(holdNames[hold], ({ held }) => time(held.get(hold) ?? 0))),
    },
  ]
}

function operatorRows(
  row: (label: string, cell: (figures: Figures) => Cell) => Row,
  time: (value: number) => Cell,
  waits: (label: string, of: 'talk') => readonly Row[],
): readonly Row[] {
  return [
    row('conversations there can be at once', ({ seats }) => ({ value: seats, unit: 'count' })),
    row('busy, of the time somebody was being called', (each) => ({ value: meanUtilisation(each), unit: 'share' })),
    row('a conversation, average', ({ talk }) => time(talk.mean)),
    ...waits('a conversation', 'talk'),
  ]
}

/** From the first midnight. */
function endMs({ endsAt }: Figures): number {
  return endsAt === undefined ? Number.POSITIVE_INFINITY : ((endsAt.day - 1) * 1_440 + endsAt.minute) * 60_000
}

function endText({ endsAt, mostDays }: Figures): string {
  return endsAt === undefined ? `not within ${mostDays} days` : placeText(endsAt)
}

function rowOf(label: string, cells: readonly Cell[]): Row {
  const texts = cells.map(({ value, unit, text }) => text ?? inUnit(value, unit))
  const [one, other] = cells
  if (one === undefined || other === undefined) return { label, cells: texts }
  const change = other.value - one.value
  if (!Number.isFinite(change)) return { label, cells: texts, difference: one.value === other.value ? '=' : '' }
  return { label, cells: texts, difference: differenceText(change, one.unit) }
}

function differenceText(change: number, unit: Unit): string {
  const text = inUnit(Math.abs(change), unit)
  if (text === inUnit(0, unit)) return '='
  return `${change > 0 ? '+' : '−'}${unit === 'share' ? text.replace(' %', ' points') : text}`
}
