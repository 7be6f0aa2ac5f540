import {
  agentItem,
  contactItem,
  field,
  lineItem,
  list,
  numberItem,
  object,
  type PanelApi,
  type PanelId,
  permission,
  scenarioItem,
  seconds,
  sentence,
  version,
} from './contract.ts'

/** A panel's answer to «who is next?», the same for both forms of the contract. Absent members were not said. */
export interface Answer {
  /** Absent where the panel did not say, or said it wrongly. */
  readonly callAllowed?: boolean
  readonly reason?: string
  readonly retryAfterMs?: number
  readonly scheduleVersion?: PanelId
  readonly numbers: readonly AnsweredNumber[]
  readonly scenarios?: readonly { readonly id: PanelId; readonly name: string }[]
  readonly lines?: readonly AnsweredLine[]
  readonly agents?: { readonly inbound: readonly AnsweredAgent[]; readonly outbound: readonly AnsweredAgent[] }
}

/** One number to call, as it came. */
export interface AnsweredNumber {
  readonly id: PanelId
  readonly phone: string
  readonly fields: Readonly<Record<string, string>>
}

/** One line, as it came. */
export interface AnsweredLine {
  readonly id?: PanelId
  readonly phone: string
  readonly displayName?: string
}

/** One operator on duty, as it came. */
export interface AnsweredAgent {
  readonly id: PanelId
  readonly name?: string
  readonly phone: string
}

/** An answer and what was wrong with it: `path: what it must be`, without personal data. */
export interface ReadAnswer {
  readonly answer: Answer
  readonly faults: readonly string[]
}

/** Reads an answer tolerantly: what is unexpected is ignored, what is wrong is a fault and left out. */
export function readAnswer(json: unknown, api: PanelApi): ReadAnswer {
  const faults: string[] = []
  const root = field(json, 'answer', object, faults) ?? {}
  const answer: Answer = {
    ...optional('callAllowed', field(root['call_allowed'], 'call_allowed', permission, faults)),
    ...optional('reason', field(root['reason'], 'reason', sentence, faults)),
    ...optional(
      'retryAfterMs',
      milliseconds(field(root['retry_after_seconds'], 'retry_after_seconds', seconds, faults)),
    ),
    ...optional('scheduleVersion', field(root['schedule_version'], 'schedule_version', version, faults)),
    ...(api === 'v2' ? readLists(root, faults) : readOldLists(root, faults)),
  }
  return { answer, faults }
}

type Lists = Pick<Answer, 'numbers' | 'scenarios' | 'lines' | 'agents'>

function readLists(root: Readonly<Record<string, unknown>>, faults: string[]): Lists {
  const batch = field(root['batch'], 'batch', object, faults) ?? {}
  const numbers = known(list(batch['numbers'], 'batch.numbers', numberItem, faults)) ?? []
  const scenarios = list(root['active_scenarios'], 'active_scenarios', scenarioItem, faults)
  const lines = known(list(root['outbound_lines'], 'outbound_lines', lineItem, faults))
  const old = known(list(root['active_agents'], 'active_agents', agentItem, faults))
  const inbound = known(list(root['inbound_agents'], 'inbound_agents', agentItem, faults)) ?? old
  const outbound = known(list(root['outbound_agents'], 'outbound_agents', agentItem, faults)) ?? old
  return {
    numbers: numbers.map(({ id, phone_number }) => ({ id, phone: phone_number, fields: {} })),
    // Absent means every scenario; a list that cannot be read must not be mistaken for that.
    ...optional('scenarios', scenarios === 'wrong' ? [] : scenarios),
    ...optional('lines', lines?.map(toLine)),
    ...(inbound === undefined && outbound === undefined
      ? {}
      : { agents: { inbound: (inbound ?? []).map(toAgent), outbound: (outbound ?? []).map(toAgent) } }),
  }
}

function readOldLists(root: Readonly<Record<string, unknown>>, faults: string[]): Lists {
  const contacts = known(list(root['contacts'], 'contacts', contactItem, faults)) ?? []
  const agents = known(list(root['active_agents'], 'active_agents', agentItem, faults))?.map(toAgent)
  return {
    numbers: contacts.map(({ id, phone, metadata }) => ({ id, phone, fields: toFields(metadata ?? {}) })),
    ...(agents === undefined ? {} : { agents: { inbound: agents, outbound: agents } }),
  }
}

function toLine(line: {
  id?: PanelId | null | undefined
  phone_number: string
  display_name?: string | null | undefined
}): AnsweredLine {
  return {
    ...optional('id', line.id ?? undefined),
    phone: line.phone_number,
    ...optional('displayName', line.display_name ?? undefined),
  }
}

function toAgent(agent: { id: PanelId; name: string | undefined; phone: string }): AnsweredAgent {
  return { id: agent.id, phone: agent.phone, ...optional('name', agent.name) }
}

const mostFields = 50
const longestField = 500

/** What a contact brought along, as text; lists and objects have no place in a prompt. */
function toFields(metadata: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(metadata).slice(0, mostFields)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      fields[name] = String(value).slice(0, longestField)
    }
  }
  return fields
}

function known<T>(read: readonly T[] | 'wrong' | undefined): readonly T[] | undefined {
  return read === 'wrong' ? undefined : read
}

function milliseconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1_000
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V }
}
