import { dispositions, isNetworkDisposition } from '../domain/disposition.ts'
import type { Day } from '../web/api/contract.ts'
import type { Figures, Sample } from '../web/machines/figures.ts'
import { version } from './version.ts'

/** What the process itself takes. */
export interface ProcessUse {
  readonly residentBytes: number
  readonly cpuSeconds: number
}

/** The engine in figures, by the names call centres use; lines are told apart by their place, not by their number. */
export function figuresOf(day: Day, use: ProcessUse): Figures {
  return [
    ...engineFigures(day),
    ...callFigures(day),
    ...lineFigures(day),
    ...debtFigures(day),
    ...processFigures(day, use),
  ]
}

function engineFigures({ engine, services, operators, alerts }: Day): Figures {
  const up = services.find(({ name }) => name === 'asterisk')?.state === 'well'
  const asked = services.filter(({ name, state }) => name !== 'asterisk' && state !== 'off')
  return [
    gauge('salehi_build_info', 'Version of the program.', [
      { labels: { version: version.number, commit: version.commit }, value: 1 },
    ]),
    gauge('salehi_asterisk_up', '1 while connected to Asterisk.', [{ value: Number(up) }]),
    gauge('salehi_dialing', 'How dialing goes: 1 at the state that is.', [
      { labels: { state: engine.dialing.kind }, value: 1 },
    ]),
    gauge(
      'salehi_gate_shut',
      '1 for each thing that holds dialing back.',
      engine.gates.map(({ name }) => ({ labels: { gate: name }, value: 1 })),
    ),
    gauge('salehi_alerts_open', 'Faults that need a person and are not over.', [{ value: alerts.length }]),
    gauge(
      'salehi_agents',
      'Operators by what they do; shared ones are told apart by the exchange.',
      countBy(operators.map(({ state }) => state)).map(([state, value]) => ({ labels: { state }, value })),
    ),
    gauge(
      'salehi_service_up',
      '1 while the service answers; not told before it was asked.',
      asked
        .filter(({ state }) => state !== 'idle')
        .map(({ name, state }) => ({ labels: { service: name }, value: Number(state === 'well') })),
    ),
    counter(
      'salehi_service_requests_total',
      'Requests to services outside, by what came of them.',
      asked.flatMap(({ name, served, failed }) => [
        { labels: { service: name, result: 'served' }, value: served },
        { labels: { service: name, result: 'failed' }, value: failed },
      ]),
    ),
    gauge(
      'salehi_service_latency_seconds',
      'Of the latest two hundred answers.',
      asked.flatMap(({ name, p50Ms, p95Ms }) => [...quantile(name, '0.5', p50Ms), ...quantile(name, '0.95', p95Ms)]),
    ),
  ]
}

function callFigures({ calls, outcomes }: Day): Figures {
  const live = countBy(calls.map(({ direction, phase }) => `${direction} ${phase}`)).map(([both, value]) => {
    const [direction = '', phase = ''] = both.split(' ')
    return { labels: { direction, phase }, value }
  })
  const ended = dispositions.map((disposition) => ({
    labels: { disposition },
    value: outcomes.totals[disposition] ?? 0,
  }))
  const outbound = outcomes.total - (outcomes.totals.inbound_call ?? 0)
  const unanswered = dispositions
    .filter(isNetworkDisposition)
    .reduce((sum, each) => sum + (outcomes.totals[each] ?? 0), 0)
  const connected = outcomes.totals.connected ?? 0
  const abandoned = outcomes.totals.disconnected ?? 0
  return [
    gauge('salehi_calls_live', 'Calls that are up, by direction and phase.', live),
    counter('salehi_calls_ended_total', 'Calls that ended since the day began in the zone of the company.', ended),
    gauge(
      'salehi_answer_seizure_ratio',
      'Share of the calls placed today that were answered.',
      ratio(outbound - unanswered, outbound),
    ),
    gauge(
      'salehi_abandon_ratio',
      'Share of those who agreed today and left before they were served.',
      ratio(abandoned, abandoned + connected),
    ),
  ]
}

function lineFigures({ lines }: Day): Figures {
  const each = (value: (line: Day['lines'][number]) => number): readonly Sample[] =>
    lines.map((line, index) => ({ labels: { line: String(index + 1) }, value: value(line) }))
  return [
    gauge(
      'salehi_line_calls',
      'Calls up on the line.',
      each(({ live }) => live),
    ),
    gauge(
      'salehi_line_calls_limit',
      'Calls the line may carry at once; 0 is no limit.',
      each(({ limits }) => limits.concurrent),
    ),
    gauge(
      'salehi_line_callers_waiting',
      'Callers who wait for room on the line.',
      each(({ waitingCallers }) => waitingCallers),
    ),
    counter(
      'salehi_line_originations_total',
      'Calls placed on the line since the day began.',
      each(({ dialledToday }) => dialledToday),
    ),
  ]
}

function debtFigures({ at, queue, outbox }: Day): Figures {
  return [
    gauge('salehi_contacts', 'Contacts by state.', [
      { labels: { state: 'waiting' }, value: queue.waiting },
      { labels: { state: 'on_phone' }, value: queue.onPhone },
      { labels: { state: 'set_aside' }, value: queue.setAside },
      { labels: { state: 'done' }, value: queue.done },
    ]),
    gauge('salehi_contacts_due', 'Contacts that may be called now.', [{ value: queue.dueNow }]),
    gauge('salehi_reports', 'Reports that are owed, by state.', [
      { labels: { state: 'waiting' }, value: outbox.waiting },
      { labels: { state: 'set_aside' }, value: outbox.setAside },
    ]),
    gauge('salehi_report_oldest_seconds', 'How long the oldest waiting report has waited.', [
      { value: outbox.oldestAt === undefined ? 0 : Math.max(0, (at - outbox.oldestAt) / 1_000) },
    ]),
  ]
}

function processFigures({ engine }: Day, { residentBytes, cpuSeconds }: ProcessUse): Figures {
  return [
    gauge('process_start_time_seconds', 'When the engine started, seconds since 1970.', [
      { value: engine.startedAt / 1_000 },
    ]),
    gauge('process_resident_memory_bytes', 'Memory of the process.', [{ value: residentBytes }]),
    counter('process_cpu_seconds_total', 'Processor time of the process.', [{ value: cpuSeconds }]),
  ]
}

function gauge(name: string, help: string, samples: readonly Sample[]): Figures[number] {
  return { name, kind: 'gauge', help, samples }
}

function counter(name: string, help: string, samples: readonly Sample[]): Figures[number] {
  return { name, kind: 'counter', help, samples }
}

function quantile(service: string, at: string, ms: number | undefined): readonly Sample[] {
  return ms === undefined ? [] : [{ labels: { service, quantile: at }, value: ms / 1_000 }]
}

function ratio(part: number, whole: number): readonly Sample[] {
  return whole === 0 ? [] : [{ value: part / whole }]
}

function countBy(words: readonly string[]): readonly (readonly [string, number])[] {
  return [...Map.groupBy(words, (word) => word)].map(([word, group]) => [word, group.length])
}
