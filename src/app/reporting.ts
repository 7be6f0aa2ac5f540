import { join } from 'node:path'
import type { CallRecord } from '../domain/record.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { systemRandom as random } from '../kernel/random.ts'
import { openCallLogs } from '../logs/call-logs.ts'
import { PanelClient } from '../panel/client.ts'
import { reportDelivery } from '../panel/delivery.ts'
import { panelReport } from '../panel/report.ts'
import { OutboxWorker } from '../report/outbox-worker.ts'
import type { Store } from '../store/store.ts'
import { type AppParts, zoneOf } from './parts.ts'

/** The way of a finished call: into the store with everything owed for it, into the call logs, out to the panel. */
export interface Reporting {
  /** Keeps a call; a second record of the same id changes nothing. */
  keep(record: CallRecord): void
  readonly worker: OutboxWorker
  /** Absent without a panel. */
  readonly panel: PanelClient | undefined
}

/** Wires panel, outbox, store and call logs. */
export function openReporting(parts: AppParts, store: Store): Reporting {
  const { config, log } = parts
  const { company, http } = config
  const zone = zoneOf(parts)
  const panel =
    config.panel === undefined
      ? undefined
      : new PanelClient({ baseUrl: config.panel.baseUrl, token: config.panel.token, timeoutMs: http.timeoutMs }, clock)
  const api = config.panel?.api ?? 'v2'
  const deliver = panel === undefined ? {} : { 'panel.report': reportDelivery(panel, api) }
  const worker = new OutboxWorker({ outbox: store.outbox, deliver, clock, random, log })
  const logs = openCallLogs({ dir: join(config.data.dir, 'logs'), timezone: zone, log })
  const keep = (record: CallRecord): void => {
    const report = panel === undefined ? undefined : panelReport(record, { api, zone })
    if (!store.recordCall(record, report === undefined ? [] : [report])) return
    worker.wake()
    logs.write(record)
    const { disposition, reason, detail } = record.outcome
    log.info('call.ended', 'a call ended', {
      call: record.id,
      disposition,
      reason,
      detail,
      cause: record.hangup?.cause,
      endedBy: record.endedBy,
    })
  }
  if (parts.isEngine) closeInterrupted(company, store, keep)
  return { keep, worker, panel }
}

/** Calls that were up when the engine died: their phones may have rung, so each gets its record and its one report. */
function closeInterrupted(company: string, store: Store, keep: (record: CallRecord) => void): void {
  for (const { id, contact, line, dialledAt } of store.recoverInterrupted().interrupted) {
    keep({
      id,
      direction: 'outbound',
      company,
      contact,
      line,
      outcome: { disposition: 'failed', reason: 'engine_fault' },
      attemptedAt: dialledAt,
      endedAt: clock.now(),
      endedBy: 'us',
      turns: [],
      trace: [],
    })
  }
}
