import { join } from 'node:path'
import { Gates } from '../dialer/gates.ts'
import { silentLog } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { Registry } from '../session/registry.ts'
import { DoNotCall } from '../store/do-not-call.ts'
import { StoredOutbox } from '../store/outbox.ts'
import { SampleRows } from '../store/sample-rows.ts'
import { greeting } from '../testing/paper-plan.ts'
import { daySchema } from '../web/api/contract.ts'
import { openRecords, type Records } from './records.ts'
import { type SiteSources, sitePorts } from './site-ports.ts'

const { signal } = new AbortController()
const lineView = {
  line: { number: '02155550001', displayName: 'one' },
  ...{ active: true, live: 1, outbound: 1, inbound: 0, waitingCallers: 0, dialledLastMinute: 4, dialledToday: 150 },
  limits: { concurrent: 2, perMinute: 10, perDay: 200 },
} as const

/** An engine on paper over a store of its own, as its page sees it; the clock begins at 11:30 in Tehran. */
export class PaperEngine implements Disposable {
  readonly rows = new SampleRows()
  readonly clock = new TestClock()
  readonly gates = new Gates(this.clock, () => undefined)
  readonly registry = new Registry()
  readonly records = openRecords(this.rows.folder) as Records

  /** What the page is made of; `changes` go over it. */
  ports(changes: Partial<SiteSources> = {}) {
    const nothing = (): void => undefined
    return sitePorts({
      ...{ company: 'sina', title: 'Sina', country: 'IR', zone: 'Asia/Tehran', startedAt: 5, clock: this.clock },
      ...{ log: silentLog, records: this.records, plans: [greeting('sina')], gates: this.gates },
      limits: { outbound: 0, inbound: 0, perSecond: 3 },
      asterisk: () => ({ kind: 'up', version: '22.5.1', since: 0 }),
      lines: () => [lineView],
      live: () => this.registry.live,
      destinations: () => [{ kind: 'panel.report', failures: 2, because: 'HTTP 503', sinceMs: 5, untilMs: 9_700 }],
      controls: { pause: nothing, resume: nothing, drain: nothing, changed: nothing },
      operators: () => [{ queue: 'operators', phone: '09350000009', state: 'busy' }],
      services: () => [],
      store: { doNotCall: new DoNotCall(this.rows.db), outbox: new StoredOutbox(this.rows.db, this.clock) },
      audit: { write: nothing, page: () => ({ entries: [] }) },
      logs: { since: () => [] },
      recordingDir: join(this.rows.folder, 'recording'),
      ...changes,
    })
  }

  /** The day as the page gets it. */
  async day(changes?: Partial<SiteSources>) {
    const { day } = this.ports(changes)
    const now = day.now(await day.kept(signal))
    const outcomes = day.outcomes()
    return daySchema.parse({ at: this.clock.now(), ...now, outcomes })
  }

  [Symbol.dispose](): void {
    this.records[Symbol.dispose]()
    this.rows[Symbol.dispose]()
  }
}
