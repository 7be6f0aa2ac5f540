import type { Agent } from '../dialer/ports.ts'
import { type DialPrefix, dialString, type Line } from '../domain/line.ts'
import type { Operator } from '../domain/operator.ts'
import { latinDigits, parsePhoneNumber } from '../domain/phone-number.ts'

/** Where operators come from, as the owner set it. */
export interface OperatorSettings {
  /** OPERATOR_ENDPOINT: what Asterisk dials, whole. */
  readonly endpoint?: string
  /** USE_PANEL_AGENTS. */
  readonly usePanelAgents: boolean
  /** OPERATOR_MOBILE_NUMBERS. */
  readonly mobileNumbers: readonly string[]
  /** OPERATOR_EXTENSION. */
  readonly extension?: string
  /** OPERATOR_TRUNK. */
  readonly trunk: string
  /** OPERATOR_DIAL_PREFIX. */
  readonly dialPrefix: DialPrefix
  /** The line a `line4` prefix is taken from. */
  readonly line: Line
  /** COUNTRY, two letters. */
  readonly country: string
  /** The company's own queues: name → numbers, extensions, or endpoints (`PJSIP/101`, `Local/600@from-internal`). */
  readonly queues: ReadonlyMap<string, readonly string[]>
}

/** An operator who may be chosen. */
export interface Candidate {
  readonly operator: Operator
  /** Takes any number of calls at once: something behind it (a ring group, a queue of the exchange) decides who is free. */
  readonly shared: boolean
}

/** The one at OPERATOR_ENDPOINT. */
export function fixedEndpoint({ endpoint }: OperatorSettings): readonly Candidate[] {
  return endpoint === undefined ? [] : [{ operator: { key: 'endpoint', endpoint }, shared: true }]
}

/** The panel's people of one direction. */
export function panelPeople(agents: readonly Agent[], settings: OperatorSettings): readonly Candidate[] {
  return agents.map((agent) => ({
    operator: {
      key: `panel:${agent.panelId}`,
      panelId: agent.panelId,
      ...(agent.name === undefined ? {} : { name: agent.name }),
      ...dialled(agent.phone, settings),
    },
    shared: false,
  }))
}

/** The owner's mobile numbers. */
export function mobilePeople(settings: OperatorSettings): readonly Candidate[] {
  return settings.mobileNumbers.map((number, at) => ({
    operator: { key: `mobile:${at + 1}`, ...dialled(number, settings) },
    shared: false,
  }))
}

/** The one extension. */
export function fixedExtension(settings: OperatorSettings): readonly Candidate[] {
  if (settings.extension === undefined) return []
  return [{ operator: { key: 'extension', ...dialled(settings.extension, settings) }, shared: true }]
}

/** The people of one of the company's queues. */
export function queuePeople(queue: string, settings: OperatorSettings): readonly Candidate[] | undefined {
  return settings.queues.get(queue)?.map((entry, at) => ({
    operator: {
      key: `queue:${queue}:${at + 1}`,
      ...(entry.includes('/') ? { endpoint: entry } : dialled(entry, settings)),
    },
    shared: /^local\//i.test(entry),
  }))
}

/** How a number or extension is dialled over the operators' trunk. */
function dialled(number: string, settings: OperatorSettings): Pick<Operator, 'phone' | 'endpoint'> {
  const phone = parsePhoneNumber(number, settings.country) ?? latinDigits(number).replace(/[^\d*#]/g, '')
  return { phone, endpoint: `PJSIP/${dialString(settings.dialPrefix, settings.line, phone)}@${settings.trunk}` }
}
