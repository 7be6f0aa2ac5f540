import type { Status } from './status.ts'

/** A healthy engine for tests, at 2026-01-05 08:00 UTC (11:30 in Tehran); `changes` go over it. */
export function sampleStatus(changes: Partial<Status> = {}): Status {
  const at = Date.UTC(2026, 0, 5, 8, 0, 0)
  return {
    at,
    zone: 'Asia/Tehran',
    company: 'sina',
    version: '1.0.0',
    commit: 'abc1234',
    startedAt: at - 11_520_000,
    dialing: { kind: 'dialing', text: 'Dialing.' },
    asterisk: { up: true, version: '22.5.1', message: 'connected, version 22.5.1' },
    gates: [{ name: 'window' }, { name: 'paused' }],
    trial: [],
    lines: [
      {
        number: '02155550001',
        active: true,
        live: 1,
        outbound: 1,
        inbound: 0,
        waitingCallers: 0,
        dialledLastMinute: 4,
        dialledToday: 150,
        limits: { concurrent: 2, perMinute: 10, perDay: 200 },
      },
    ],
    limits: { outbound: 0, inbound: 0, perSecond: 3 },
    destinations: [{ kind: 'panel.report', failures: 0 }],
    liveCalls: [
      {
        id: '019b8d3a00007000800000000000000a',
        direction: 'outbound',
        number: '…0001',
        line: '02155550001',
        scenario: 'sina',
        phase: 'talking',
        step: { file: 'scenarios/sina/sina.yaml', line: 12, path: 'outbound[0]' },
        since: at - 9_000,
      },
    ],
    queue: {
      waiting: 1_200,
      onPhone: 1,
      setAside: 2,
      done: 340,
      dueNow: 3,
      nextDueAt: at + 3_600_000,
      sources: [{ source: 'panel', waiting: 1_200, onPhone: 1, setAside: 2, done: 340 }],
    },
    outbox: { waiting: 2, setAside: 1, oldestAt: at - 120_000 },
    incidents: [],
    ...changes,
  }
}

/** A gate that is shut, as the status shows it. */
export function shutGate(name: string, because: string, opens: string): Status['gates'][number] {
  return { name, shut: { because, since: Date.UTC(2026, 0, 5, 7, 30, 0), opens } }
}
