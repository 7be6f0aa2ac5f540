import { join } from 'node:path'
import { listen } from '../../app/listen.ts'
import { openRecords } from '../../app/records.ts'
import { openSiteBooks } from '../../app/site-books.ts'
import { sitePorts } from '../../app/site-ports.ts'
import { Gates } from '../../dialer/gates.ts'
import type { LineView } from '../../dialer/line-pool.ts'
import { systemClock as clock } from '../../kernel/clock.ts'
import { silentLog } from '../../kernel/log.ts'
import { seededRandom } from '../../kernel/random.ts'
import { LogRing } from '../../logs/ring.ts'
import { type Listed, phases, Registry } from '../../session/registry.ts'
import { DoNotCall } from '../../store/do-not-call.ts'
import { StoredOutbox } from '../../store/outbox.ts'
import { SampleRows } from '../../store/sample-rows.ts'
import { greeting } from '../../testing/paper-plan.ts'
import { createSite } from '../../web/site.ts'

/**
 * The page's server over an engine that is full of calls, in a process of its own: each call goes a step on every few
 * seconds, ends after some forty, and another takes its place. Prints its address. Not for itself: see sse.ts.
 */
const liveCalls = Number(process.argv[2] ?? 200)
const random = seededRandom(3)
using rows = new SampleRows()
const registry = new Registry()
const ring = new LogRing(clock)
const log = ring.over(silentLog)
const records = openRecords(rows.folder)
if (records === undefined) throw new Error('the rows have a database')
const lines: readonly LineView[] = ['02155550001', '02155550002', '02155550003', '02155550004'].map((number) => ({
  line: { number },
  active: true,
  live: liveCalls / 4,
  outbound: liveCalls / 4,
  inbound: 0,
  waitingCallers: 0,
  dialledLastMinute: 40,
  dialledToday: 4_000,
  limits: { concurrent: 100, perMinute: 0, perDay: 0 },
}))
const common = {
  company: 'sina',
  title: 'Sina',
  country: 'IR',
  zone: 'Asia/Tehran',
  startedAt: clock.now(),
  clock,
  log,
  records,
  plans: [greeting('plain')],
  gates: new Gates(clock, () => undefined),
  limits: { outbound: 0, inbound: 0, perSecond: 3 },
}
const books = openSiteBooks(rows.folder, { plans: [], clock })
const site = createSite(
  sitePorts({
    ...common,
    asterisk: () => ({ kind: 'up', version: '22.5.1', since: 0 }),
    lines: () => lines,
    live: () => registry.live,
    destinations: () => [],
    controls: { pause: () => undefined, resume: () => undefined, drain: () => undefined, changed: () => undefined },
    operators: () =>
      Array.from({ length: 20 }, (_, n) => ({ queue: 'operators', name: `operator ${n}`, state: 'free' })),
    services: () => [],
    store: { doNotCall: new DoNotCall(rows.db), outbox: new StoredOutbox(rows.db, clock) },
    audit: books.audit,
    logs: ring,
    recordingDir: join(rows.folder, 'recording'),
  }),
  { passwords: {}, sessions: books.sessions, newSecret: () => 's'.repeat(43), clock },
)
const { signal } = new AbortController()
const served = listen({ host: '127.0.0.1', port: 0 }, { site })
console.log(served.url)
await Promise.all([site.run(signal), ...Array.from({ length: liveCalls }, (_, n) => keepCalling(n))])

async function keepCalling(n: number): Promise<void> {
  for (let round = 0; ; round++) {
    const id = `${String(round).padStart(8, '0')}${String(n).padStart(24, '0')}`
    rows.attempt({ id, contact_id: id, phone: `0935${String(n).padStart(7, '0')}` })
    using listed: Listed = registry.enter({
      id,
      direction: 'outbound',
      line: { number: '02155550001' },
      scenario: 'plain',
      startedAt: clock.now(),
      phase: 'ringing',
    })
    for (let step = 0; step < 12; step++) {
      await clock.sleep(2_000 + random() * 3_000, signal)
      listed.update({
        phase: phases[step % phases.length] ?? 'talking',
        step: { path: `outbound[${step}]`, line: 10 + step },
      })
    }
    log.info('call.ended', 'a call ended', { call: id, disposition: 'busy' })
  }
}
