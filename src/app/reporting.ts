import { join } from 'node:path'
import type { Gates } from '../dialer/gates.ts'
import type { GivenUp } from '../dialer/ports.ts'
import { retryAt } from '../dialer/retries.ts'
import type { Contact } from '../domain/contact.ts'
import type { Outcome } from '../domain/disposition.ts'
import type { Outgoing } from '../domain/outgoing.ts'
import type { CallRecord } from '../domain/record.ts'
import { PanelClient } from '../panel/client.ts'
import { reportDelivery } from '../panel/delivery.ts'
import { panelReport } from '../panel/report.ts'
import { OutboxWorker } from '../report/outbox-worker.ts'
import type { Deliver } from '../report/ports.ts'
import { alertDelivery } from '../sms/alert-delivery.ts'
import { Melipayamak } from '../sms/melipayamak.ts'
import type { Store } from '../store/store.ts'
import { type AppParts, zoneOf } from './parts.ts'
import type { Platform } from './platform.ts'

/** The way of a finished call: into the store with everything owed for it, into the call logs, out to the panel. */
export interface Reporting {
  /** Keeps a call; a second record of the same id changes nothing. */
  keep(record: CallRecord): void
  /** Keeps that a contact will not be rung any more; a panel is told so of its numbers, each time it asks for one. */
  giveUp(contact: Contact, why: GivenUp, because: string): void
  readonly worker: OutboxWorker
  /** Absent without a panel. */
  readonly panel: PanelClient | undefined
}

/** Gates that failures shut: while one is shut, the panel is asked with every report to send no numbers. */
const askedToPause = ['failures', 'recogniser', 'llm'] as const

const givenUpAs: Readonly<Record<GivenUp, Outcome['disposition']>> = {
  do_not_call: 'complained',
  attempt_cap: 'failed',
  not_placed: 'failed',
}

/** Wires panel, SMS, outbox, store and call logs. */
export function openReporting(parts: AppParts, store: Store, gates: Gates): Reporting {
  const { config, log, policy, platform } = parts
  const { clock, random, ids, disk } = platform
  const zone = zoneOf(parts)
  const panel = panelClient(parts)
  const worker = new OutboxWorker({ outbox: store.outbox, deliver: destinations(parts, panel), clock, random, log })
  const logs = disk.openCallLogs({ dir: join(config.data.dir, 'logs'), timezone: zone, log })
  const reportOf = (record: CallRecord): readonly Outgoing[] => {
    if (panel === undefined) return []
    const askToPause = gates.closed.some(({ name }) => askedToPause.some((each) => each === name))
    const report = panelReport(record, { api: config.panel?.api ?? 'v2', zone, askToPause })
    return report === undefined ? [] : [report]
  }
  return {
    worker,
    panel,
    keep(record) {
      const again = (times: number): number | undefined => retryAt(policy.retries, record, times)
      if (!store.recordCall(record, reportOf(record), again)) return
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
    },
    giveUp(contact, why, because) {
      const owed =
        contact.source === 'panel'
          ? reportOf(unrung(config.company, contact, why, { id: ids.next(), at: clock.now() }))
          : []
      store.contacts.setAside(contact.id, because, owed)
      worker.wake()
    },
  }
}

/** What a panel is told of a number that was not rung; no call, so it is not kept among them. */
function unrung(
  company: string,
  contact: Contact,
  why: GivenUp,
  { id, at }: { readonly id: string; readonly at: number },
): CallRecord {
  return {
    id,
    direction: 'outbound',
    company,
    contact,
    line: { number: '' },
    outcome: { disposition: givenUpAs[why], reason: why },
    attemptedAt: at,
    endedAt: at,
    endedBy: 'us',
    turns: [],
    trace: [],
  }
}

function panelClient({ config, platform }: AppParts): PanelClient | undefined {
  if (config.panel === undefined) return undefined
  const { baseUrl, token } = config.panel
  return new PanelClient({ baseUrl, token, timeoutMs: config.http.timeoutMs }, platform)
}

function destinations(
  { config, platform }: AppParts,
  panel: PanelClient | undefined,
): Readonly<Record<string, Deliver>> {
  const sms = smsClient(config, platform)
  return {
    ...(panel === undefined ? {} : { 'panel.report': reportDelivery(panel, config.panel?.api ?? 'v2') }),
    ...(sms === undefined
      ? {}
      : { 'sms.alert': alertDelivery((message, signal) => sms.send(message, signal), platform.clock) }),
  }
}

function smsClient({ sms, http }: AppParts['config'], platform: Platform): Melipayamak | undefined {
  if (sms === undefined) return undefined
  return new Melipayamak({ url: sms.url, key: sms.apiKey, from: sms.from, timeoutMs: http.timeoutMs }, platform)
}
