import type { Outgoing } from '../domain/outgoing.ts'
import type { CallRecord } from '../domain/record.ts'
import type { PanelApi } from './contract.ts'
import { reasonSentence } from './reason-sentence.ts'
import { panelStatus } from './status.ts'

/** What a report needs beside the call itself. */
export interface PanelReportOptions {
  readonly api: PanelApi
  /** The company's zone (`Asia/Tehran`): the offset `attempted_at` is written with. */
  readonly zone: string
  /** Set when the panel is asked to pause. */
  readonly askToPause?: boolean
}

const longestMessage = 4_000

/** Stands for the number of a caller who hides it; SIP's own word. */
const withheld = 'anonymous'

/**
 * The report of one attempt, down to its bytes: the same record gives the same bytes, always. Undefined only where a v1
 * panel never gave an id: its form has no other way to say whose call this was.
 */
export function panelReport(record: CallRecord, options: PanelReportOptions): Outgoing | undefined {
  const body = options.api === 'v2' ? currentForm(record, options) : oldForm(record, options)
  return body === undefined ? undefined : { kind: 'panel.report', key: record.id, body: JSON.stringify(body) }
}

function currentForm(record: CallRecord, options: PanelReportOptions): object {
  const { outcome, operator } = record
  return {
    number_id: numberId(record) ?? null,
    phone_number: record.contact.phone || withheld,
    company: record.company,
    // A member that is undefined is not written.
    scenario_id: record.scenario?.panelId,
    outbound_line_id: record.line.panelId,
    status: panelStatus(outcome.disposition, outcome.reason),
    reason: reasonSentence(outcome, record.hangup),
    attempted_at: zoned(record.attemptedAt, options.zone),
    agent_id: operator?.panelId,
    agent_phone: operator?.phone,
    user_message: userMessage(record) || undefined,
    call_allowed: options.askToPause === true ? false : undefined,
  }
}

function oldForm(record: CallRecord, options: PanelReportOptions): object | undefined {
  const id = numberId(record)
  if (id === undefined) return undefined
  return {
    contact_id: id,
    status: panelStatus(record.outcome.disposition, record.outcome.reason),
    user_message: userMessage(record),
    agent_id: record.operator?.panelId ?? null,
    agent_phone: record.operator?.phone ?? null,
    timestamp: zoned(record.attemptedAt, options.zone),
  }
}

/** An inbound call answers no number the panel handed out, even where the caller is one it knows. */
function numberId(record: CallRecord): number | string | undefined {
  return record.direction === 'inbound' ? undefined : record.contact.panelId
}

function userMessage(record: CallRecord): string {
  const said = record.turns.map((turn) => turn.transcript.trim()).filter((text) => text !== '')
  return said.join(' | ').slice(0, longestMessage).toWellFormed()
}

function zoned(epochMs: number, zone: string): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone)
  return instant.toString({ smallestUnit: 'second', timeZoneName: 'never' })
}
