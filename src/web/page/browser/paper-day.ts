import type { Day } from '../../api/contract.ts'

/** A day on paper for tests, at 2026-01-05 08:00 UTC (11:30 in Tehran). */
export function paperDay(changes: Partial<Day> = {}): Day {
  const at = Date.UTC(2026, 0, 5, 8)
  const call = {
    direction: 'outbound',
    number: '09350000001',
    line: '02155550001',
    scenario: 'sina',
    phase: 'ringing',
    since: at - 9_000,
  } as const
  return {
    at,
    engine: {
      ...{ company: 'sina', version: '1.0.0', startedAt: at - 3_600_000, zone: 'Asia/Tehran' },
      dialing: { kind: 'dialing', text: 'Dialing.' },
      gates: [],
      trial: [],
      limits: { outbound: 0, inbound: 0, perSecond: 3 },
    },
    lines: [],
    operators: [{ queue: 'operators', name: 'Sara', state: 'free' }],
    queue: { waiting: 3, onPhone: 1, setAside: 0, done: 9, dueNow: 2, sources: [] },
    outbox: { waiting: 0, setAside: 0, destinations: [] },
    services: [{ name: 'asterisk', state: 'well', served: 1, failed: 0, failures: 0 }],
    alerts: [],
    outcomes: {
      day: '2026-01-05',
      start: at - 41_400_000,
      end: at + 45_000_000,
      bucketMs: 900_000,
      total: 0,
      totals: {},
      series: [],
    },
    calls: [
      { id: 'c1', ...call },
      { id: 'c2', ...call },
    ],
    ...changes,
  }
}
