import { type Disposition, dispositions } from '../../domain/disposition.ts'
import { seededRandom } from '../../kernel/random.ts'
import type { Day, LiveCallView, LogLine, Outcomes } from '../../web/api/contract.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A day in the middle of its work, as an owner would see it at `at` (epoch milliseconds). */
export function stagedDay(at: number): Omit<Day, 'at' | 'outcomes'> {
  return {
    engine: {
      company: 'sina',
      version: '1.4.0',
      startedAt: at - 3 * hourMs,
      zone: 'Asia/Tehran',
      dialing: { kind: 'dialing', text: 'Dialing.' },
      gates: [],
      trial: [],
      limits: { outbound: 8, inbound: 0, perSecond: 3 },
    },
    lines: [
      stagedLine('02155550001', { title: 'خط فروش', live: 2, outbound: 2, dialledLastMinute: 4, dialledToday: 150 }),
      {
        ...stagedLine('02155550002', {
          title: 'خط پشتیبانی',
          live: 1,
          outbound: 0,
          inbound: 1,
          dialledLastMinute: 10,
          dialledToday: 188,
          waitingCallers: 1,
        }),
        held: { because: 'the line has dialled as often as it may for now', until: at + 21_000 },
      },
      stagedLine('02155550003', {
        active: false,
        live: 0,
        dialledToday: 12,
        limits: { concurrent: 0, perMinute: 0, perDay: 0 },
      }),
    ],
    operators: [
      { queue: 'operators', name: 'سارا محمدی', phone: '09350000101', state: 'free' },
      { queue: 'operators', name: 'علی رضایی', phone: '09350000102', state: 'busy' },
      { queue: 'operators', name: 'Maryam K.', phone: '201', state: 'free' },
      { queue: 'support', phone: '600', state: 'shared' },
    ],
    queue: {
      ...{ waiting: 1_284, onPhone: 3, setAside: 7, done: 642, dueNow: 918, nextDueAt: at + hourMs },
      sources: [
        { source: 'panel', waiting: 900, onPhone: 2, setAside: 3, done: 500 },
        {
          source: 'import',
          import: { id: 4, file: 'مشتریان-آبان.xlsx' },
          waiting: 384,
          onPhone: 1,
          setAside: 4,
          done: 142,
        },
      ],
    },
    outbox: {
      ...{ waiting: 3, setAside: 1, oldestAt: at - 95_000 },
      destinations: [
        { kind: 'panel.report', failures: 0 },
        {
          kind: 'sms.alert',
          failures: 2,
          because: 'the SMS service does not answer',
          since: at - 4 * minuteMs,
          until: at + 40_000,
        },
      ],
    },
    services: [
      {
        name: 'asterisk',
        state: 'well',
        served: 5_120,
        failed: 0,
        failures: 0,
        answeredAt: at - 2_000,
        message: 'connected, version 22.5.1',
      },
      {
        name: 'panel',
        state: 'well',
        served: 412,
        failed: 2,
        failures: 0,
        answeredAt: at - 12_000,
        lastMs: 180,
        p50Ms: 160,
        p95Ms: 420,
        lastFailure: { at: at - 2 * hourMs, because: 'HTTP 502' },
      },
      {
        name: 'recogniser',
        state: 'well',
        served: 388,
        failed: 1,
        failures: 0,
        answeredAt: at - 7_000,
        lastMs: 620,
        p50Ms: 540,
        p95Ms: 1_240,
      },
      { name: 'llm', state: 'idle', served: 0, failed: 0, failures: 0 },
      {
        name: 'sms',
        state: 'failing',
        served: 3,
        failed: 2,
        failures: 2,
        lastFailure: { at: at - minuteMs, because: 'the SMS service does not answer' },
      },
    ],
    alerts: [],
    calls: stagedCalls(at),
  }
}

type Line = Day['lines'][number]

function stagedLine(number: string, changes: Partial<Line>): Line {
  return {
    ...{
      number,
      active: true,
      live: 0,
      outbound: 0,
      inbound: 0,
      waitingCallers: 0,
      dialledLastMinute: 0,
      dialledToday: 0,
    },
    limits: { concurrent: 2, perMinute: 10, perDay: 200 },
    ...changes,
  }
}

function stagedCalls(at: number): Day['calls'] {
  const file = 'scenarios/sina/sina.yaml'
  return [
    stagedCall(1, at, { phase: 'talking', step: { file, line: 83, path: 'outbound[0]' }, since: at - 19_000 }),
    stagedCall(2, at, { phase: 'operator_ringing', step: { file, line: 96, path: 'accepted[2]' }, since: at - 64_000 }),
    stagedCall(3, at, { phase: 'ringing', since: at - 6_000 }),
    stagedCall(4, at, { phase: 'with_operator', direction: 'inbound', line: '02155550002', since: at - 341_000 }),
  ]
}

/** The n-th call that is up. */
export function stagedCall(n: number, at: number, changes: Partial<LiveCallView> = {}): LiveCallView {
  return {
    ...{ id: stagedId(n), direction: 'outbound', number: `0935000${String(n).padStart(4, '0')}` },
    ...{ line: '02155550001', scenario: 'sina', phase: 'talking', since: at - n * 1_000 },
    ...changes,
  }
}

/** The n-th call's id. */
export function stagedId(n: number): string {
  return `019b8d3a0000700080000000${String(n).padStart(8, '0')}`
}

/** What the calls of a day came to, until `at`; the day begins at `start`. */
export function stagedOutcomes(start: number, at: number, day: string): Outcomes {
  const random = seededRandom(7)
  const weights: Readonly<Record<Disposition, number>> = {
    ...{ connected: 3, not_interested: 5, disconnected: 1, hangup: 3, no_answer: 7, busy: 2, power_off: 4 },
    ...{ banned: 0.3, unknown: 0.8, failed: 0.25, inbound_call: 0.7, complained: 0.15 },
  }
  const totals: Partial<Record<Disposition, number>> = {}
  const series: { at: number; counts: Partial<Record<Disposition, number>> }[] = []
  for (let from = start + 9 * hourMs; from < at; from += 15 * minuteMs) {
    const busy = 0.5 + random() * 0.9
    const counts: Partial<Record<Disposition, number>> = {}
    for (const each of dispositions) {
      const count = Math.floor(weights[each] * busy * (0.5 + random()) + random() * 0.6)
      if (count === 0) continue
      counts[each] = count
      totals[each] = (totals[each] ?? 0) + count
    }
    series.push({ at: from, counts })
  }
  const total = Object.values(totals).reduce((sum, count) => sum + count, 0)
  return { day, start, end: start + 24 * hourMs, bucketMs: 15 * minuteMs, total, totals, series }
}

/** What the log says of it. */
export function stagedLines(at: number): LogLine[] {
  const lines: readonly (readonly [LogLine['level'], string, string])[] = [
    ['info', 'engine.started', 'salehi has started version=1.4.0'],
    ['info', 'ari.connected', 'connected to Asterisk version=22.5.1'],
    ['debug', 'dialer.granted', 'a line is free line=02155550001'],
    ['info', 'call.answered', `answered call=${stagedId(1)} after=7.2s`],
    ['info', 'call.ended', `ended call=${stagedId(11)} disposition=not_interested`],
    ['warn', 'panel.slow', 'the panel took long to answer ms=4120'],
    ['error', 'report.fault', 'an SMS could not be sent; it is tried again because="the SMS service does not answer"'],
    ['info', 'call.ended', `ended call=${stagedId(12)} disposition=connected`],
  ]
  return lines.map(([level, event, text], n) => ({ n: n + 1, at: at - (lines.length - n) * 9_000, level, event, text }))
}
