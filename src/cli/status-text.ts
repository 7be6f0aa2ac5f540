import { clockTime } from '../app/local-time.ts'
import { formatDuration } from '../kernel/duration.ts'
import type { Kept, Status } from '../web/status.ts'

/** The zone times are shown in, and now (epoch milliseconds). */
export interface Wall {
  readonly zone: string
  readonly at: number
}

const width = 80
const labelWidth = 12

/** How a running engine is doing, for a terminal of 80 columns. */
export function statusText(status: Status): string {
  const { version, commit, company, startedAt, at, zone, asterisk } = status
  const up = formatDuration(Math.floor((at - startedAt) / 1_000) * 1_000)
  const clock = `${clockTime(at, zone, at)} ${zone}`
  return [
    ...wrap(status.dialing.text, ''),
    '',
    ...row('salehi', `${version} (${commit}), company ${company}, up ${up}; it is ${clock}`),
    ...row('Asterisk', asterisk.message),
    ...gateLines(status),
    ...lineLines(status),
    ...status.destinations.flatMap((destination) => destinationLines(destination, status)),
    keptText(status, status),
    ...callLines(status),
  ].join('\n')
}

/** What the store says: queue, reports, incidents. */
export function keptText({ queue, outbox, incidents, paused }: Kept, wall: Wall): string {
  const when = (at: number): string => clockTime(at, wall.zone, wall.at)
  const next = queue.nextDueAt === undefined ? '' : `, the next at ${when(queue.nextDueAt)}`
  const oldest = outbox.oldestAt === undefined ? '' : ` (the oldest since ${when(outbox.oldestAt)})`
  return [
    ...row('Queue', `${queue.waiting} waiting, ${queue.dueNow} of them due now${next}`),
    ...row('', `${queue.onPhone} on the phone, ${queue.setAside} set aside, ${queue.done} done`),
    ...queue.sources.flatMap((source) => {
      const from = source.import === undefined ? source.source : `list ${source.import.id} (${source.import.file})`
      const { waiting, onPhone, setAside, done } = source
      return row('', `${from}: ${waiting} waiting, ${onPhone} on the phone, ${setAside} set aside, ${done} done`)
    }),
    ...row('Reports', `${outbox.waiting} waiting${oldest}, ${outbox.setAside} set aside`),
    ...incidents.flatMap(({ kind, because, openedAt }) =>
      row('Incident', `${kind} since ${when(openedAt)}: ${because}`),
    ),
    ...(paused === undefined ? [] : row('Paused', `since ${when(paused.since)}: ${paused.because}`)),
  ].join('\n')
}

function gateLines({ gates, trial, zone, at }: Status): readonly string[] {
  const open = gates.filter(({ name, shut }) => shut === undefined && !trial.includes(name)).map(({ name }) => name)
  return [
    ...gates.flatMap(({ name, shut }) => {
      if (shut === undefined) return []
      const until = shut.until === undefined ? '' : ` until ${clockTime(shut.until, zone, at)}`
      const text = `${name} is shut since ${clockTime(shut.since, zone, at)}${until}: ${shut.because}`
      return [...row('Gate', text), ...row('', `→ ${shut.opens}`)]
    }),
    ...trial.flatMap((name) => row('Gate', `${name} is open on trial`)),
    ...(open.length === 0 ? [] : row('Gates open', open.join(', '))),
  ]
}

function lineLines({ lines, zone, at }: Status): readonly string[] {
  return lines.flatMap((line) => {
    const { number, active, limits, live, dialledLastMinute, dialledToday, waitingCallers, held } = line
    const counts = [
      `${ofLimit(live, limits.concurrent)} on the phone`,
      `${ofLimit(dialledLastMinute, limits.perMinute)} dialled in a minute`,
      `${ofLimit(dialledToday, limits.perDay)} today`,
    ]
    const callers = waitingCallers === 0 ? '' : `; callers waiting: ${waitingCallers}`
    const until = held?.until === undefined ? '' : `, until ${clockTime(held.until, zone, at)}`
    return [
      ...row('Line', `${number}${active ? '' : ' (dials no more)'}: ${counts.join(', ')}${callers}`),
      ...(held === undefined ? [] : row('', `${held.because}${until}`)),
    ]
  })
}

function ofLimit(count: number, limit: number): string {
  return limit === 0 ? String(count) : `${count} of ${limit}`
}

function destinationLines(destination: Status['destinations'][number], { zone, at }: Status): readonly string[] {
  const { kind, failures, because, since, until } = destination
  if (failures === 0) return row('Sends', `${kind}: works`)
  const from = since === undefined ? '' : ` since ${clockTime(since, zone, at)}`
  const again = until === undefined ? '' : `; asked again at ${clockTime(until, zone, at)}`
  return row('Sends', `${kind}: does not work${from} (${failures} in a row): ${because ?? ''}${again}`)
}

function callLines({ liveCalls, zone, at }: Status): readonly string[] {
  return liveCalls.flatMap(({ id, direction, number, line, scenario, phase, step, since }) => {
    const who = direction === 'inbound' ? `${number} rang us on` : `${number} on`
    const words = `${phase.replaceAll('_', ' ')} since ${clockTime(since, zone, at)}, ${scenario}`
    return [
      ...row('Call', `${who} ${line}: ${words}`),
      ...(step === undefined ? [] : row('', `${step.file}:${step.line}  ${step.path}`)),
      ...row('', `call ${id}`),
    ]
  })
}

/** A label and a text beside it, broken where it would pass the edge. */
function row(label: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrap(text, ' '.repeat(labelWidth))
  return [label.padEnd(labelWidth) + first.trimStart(), ...rest]
}

/** Words in lines of at most 80 columns, each behind `indent`; a longer word has a line for itself. */
function wrap(text: string, indent: string): readonly string[] {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    const joined = line === indent ? `${line}${word}` : `${line} ${word}`
    if (joined.length > width && line !== indent) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = joined
  }
  return [...lines, line]
}
