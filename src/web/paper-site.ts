import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Day, LogLine, Outcomes, Role } from './api/contract.ts'
import type { CallView } from './api/contract-calls.ts'
import type { KeptSession, SessionBook } from './auth/sessions.ts'
import type { Figures } from './machines/figures.ts'
import type { PageFiles } from './page-files.ts'
import { createSite, type Site } from './site.ts'
import type { AuditEntry, SitePorts } from './site-ports.ts'

/** A number that viewers must never see whole. */
export const paperNumber = '09350000001'
/** What a caller said on paper. */
export const paperWords = 'بله؟'
/** The id of the one call there is. */
export const paperCall = '019b8d3a00007000800000000000000a'

/** 2026-01-05 08:00 UTC. */
const at = Date.UTC(2026, 0, 5, 8)

/** A site over an engine on paper, and what it was told. */
export interface PaperSite {
  readonly site: Site
  readonly clock: TestClock
  readonly told: string[]
  readonly audited: AuditEntry[]
  readonly sessions: Map<string, KeptSession>
  /** Calls that are up; to be changed. */
  readonly calls: Day['calls'][number][]
  /** Lines of the log; to be added to. */
  readonly lines: LogLine[]
}

/** How a paper site is to be. */
export interface PaperOptions {
  readonly passwords?: Partial<Record<Role, string>>
  readonly token?: string
  readonly page?: PageFiles
  readonly changes?: Partial<SitePorts>
  readonly sessions?: Map<string, KeptSession>
}

/** Makes a site over an engine on paper. */
export function paperSite({
  passwords = {},
  token,
  page,
  changes,
  sessions = new Map(),
}: PaperOptions = {}): PaperSite {
  const clock = new TestClock()
  const told: string[] = []
  const audited: AuditEntry[] = []
  const calls: Day['calls'][number][] = [paperLive()]
  const lines: LogLine[] = [{ n: 1, at, level: 'info', event: 'engine.started', text: 'salehi has started' }]
  const ports = { ...paperPorts({ told, audited, calls, lines }), ...changes }
  const secrets = Object.fromEntries(Object.entries(passwords).map(([role, text]) => [role, new Secret(text)]))
  let count = 0
  const site = createSite(ports, {
    passwords: secrets,
    ...(token === undefined ? {} : { token: new Secret(token) }),
    sessions: paperBook(sessions),
    newSecret: () => String(++count).padStart(43, 's'),
    clock,
    ...(page === undefined ? {} : { page }),
  })
  return { site, clock, told, audited, sessions, calls, lines }
}

/** A call that is up. */
export function paperLive(changes: Partial<Day['calls'][number]> = {}): Day['calls'][number] {
  return {
    id: paperCall,
    direction: 'outbound',
    number: paperNumber,
    line: '02155550001',
    scenario: 'sina',
    phase: 'talking',
    since: at - 9_000,
    ...changes,
  }
}

interface Notes {
  readonly told: string[]
  readonly audited: AuditEntry[]
  readonly calls: Day['calls']
  readonly lines: readonly LogLine[]
}

function paperPorts({ told, audited, calls, lines }: Notes): SitePorts {
  const held = { holding: [], liveCalls: 1 }
  return {
    about: { company: 'sina', title: 'Sina', zone: 'Asia/Tehran', version: '1.0.0', scenarios: [] },
    day: {
      kept: () => Promise.resolve({ kept: paperKept, alerts: [] }),
      now: ({ kept, alerts }) => ({
        ...paperDay,
        queue: kept.queue,
        outbox: { ...kept.outbox, destinations: [] },
        alerts,
        calls: [...calls],
      }),
      outcomes: (day) => (day === '2026-02-30' ? undefined : outcomes),
    },
    calls: {
      search: () => ({ calls: [paperRow] }),
      find: (id) => (id === paperCall ? paperView : undefined),
      recording: () => Promise.resolve(undefined),
    },
    numbers: {
      search: (about) => (about === 'fault' ? never() : { kind: 'unknown', advice: 'nothing is known' }),
      barred: () => ({ total: 1, entries: [{ number: paperNumber, source: 'manual', since: at }] }),
      bar: ({ numbers }) =>
        numbers.includes('abc') ? { wrong: [numbers.indexOf('abc')] } : { added: numbers.length, already: 0 },
      unbar: (number) => (number === 'abc' ? undefined : { removed: 1, left: [] }),
    },
    outbox: {
      page: () => ({ entries: [paperReport] }),
      resend: (id) => id === 1,
      drop: (id) => id === 1,
    },
    alerts: () => ({ alerts: [] }),
    audit: {
      write: (entry) => void audited.push(entry),
      page: () => ({ entries: audited.map((entry, index) => ({ id: index + 1, at, ...entry })) }),
    },
    logs: { since: (after, limit) => lines.filter(({ n }) => n > after).slice(-limit) },
    controls: {
      pause: (because) => void told.push(`pause ${because}`),
      resume: () => void told.push('resume'),
      drain: () => void told.push('drain'),
      changed: () => void told.push('changed'),
    },
    held: () => held,
    readiness: () => ({ reasons: [] }),
    figures: (): Figures => [{ name: 'salehi_up', kind: 'gauge', help: 'Up.', samples: [{ value: 1 }] }],
    onFault: (route, error) => void told.push(`fault ${route} ${error}`),
  }
}

function never(): never {
  throw new RangeError(`no story of ${paperNumber}`)
}

function paperBook(kept: Map<string, KeptSession>): SessionBook {
  return {
    find: (key) => kept.get(key),
    open: (session) => void kept.set(session.key, session),
    used(key, usedAt) {
      const session = kept.get(key)
      if (session !== undefined) kept.set(key, { ...session, usedAt })
    },
    close: (key) => void kept.delete(key),
    closeAll: () => kept.clear(),
    sweep: () => undefined,
  }
}

const none = { waiting: 0, onPhone: 0, setAside: 0, done: 0 }
const owed = { waiting: 0, setAside: 0 }

const paperKept = { queue: { ...none, dueNow: 0, sources: [] }, outbox: owed, incidents: [] }

const outcomes: Outcomes = {
  day: '2026-01-05',
  start: at - 41_400_000,
  end: at + 45_000_000,
  bucketMs: 900_000,
  total: 2,
  totals: { busy: 2 },
  series: [{ at, counts: { busy: 2 } }],
}

const paperDay: Pick<Day, 'engine' | 'lines' | 'operators' | 'services'> = {
  engine: {
    company: 'sina',
    version: '1.0.0',
    startedAt: at,
    zone: 'Asia/Tehran',
    dialing: { kind: 'dialing', text: 'Dialing.' },
    gates: [],
    trial: [],
    limits: { outbound: 0, inbound: 0, perSecond: 3 },
  },
  lines: [],
  operators: [{ queue: 'operators', name: 'Sara', phone: '09350000009', state: 'free' }],
  services: [{ name: 'asterisk', state: 'well', served: 0, failed: 0, failures: 0, message: 'connected' }],
}

const paperRow = {
  id: paperCall,
  direction: 'outbound',
  number: paperNumber,
  line: '02155550001',
  disposition: 'busy',
  attemptedAt: at,
  endedAt: at,
  operator: '09350000009',
} as const

const paperView: CallView = {
  id: paperCall,
  state: 'over',
  direction: 'outbound',
  number: paperNumber,
  line: '02155550001',
  attemptedAt: at,
  turns: [
    { at, transcript: paperWords, intent: 'unknown', by: 'llm', listenMs: 1, enhanceMs: 1, recogniseMs: 1, thinkMs: 1 },
  ],
  trace: [],
  recordings: [{ n: 1, bytes: 3_244, enhanced: false }],
  operator: { name: 'Sara', phone: '09350000009' },
  reports: [],
}

const paperReport = {
  id: 1,
  kind: 'panel.report',
  number: paperNumber,
  state: 'set_aside',
  attempts: 3,
  createdAt: at,
  changedAt: at,
  dueAt: at,
} as const
