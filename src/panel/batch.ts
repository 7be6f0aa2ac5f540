import type { Agent, Batch } from '../dialer/ports.ts'
import type { Contact } from '../domain/contact.ts'
import type { Line } from '../domain/line.ts'
import { latinDigits, parsePhoneNumber } from '../domain/phone-number.ts'
import type { Answer, AnsweredAgent, AnsweredLine, AnsweredNumber } from './answer.ts'
import type { PanelId } from './contract.ts'

/** What the mapping needs to know of the owner's settings. */
export interface BatchSettings {
  /** COUNTRY, two letters. */
  readonly country: string
  /** OUTBOUND_NUMBERS: a line of the panel's that is one of these keeps the owner's writing, and so its counters. */
  readonly ownLines: readonly Line[]
  /** DIALER_DEFAULT_RETRY. */
  readonly defaultRetryMs: number
}

/** A batch for the dialer, and what had to be left out of it, named by the panel's ids. */
export interface MappedBatch {
  readonly batch: Batch
  readonly unusableNumbers: readonly PanelId[]
  /** Ids that stood there more than once: taken as they stood first. */
  readonly repeatedNumbers: readonly PanelId[]
  readonly unusableAgents: readonly PanelId[]
  readonly unusableLines: number
}

const shortestPauseMs = 1_000
const longestPauseMs = 86_400_000

/** The answer in the dialer's words. Permission not given is permission refused. */
export function toBatch(answer: Answer, settings: BatchSettings): MappedBatch {
  if (answer.callAllowed !== true) return nothingBut({ contacts: [], closed: closed(answer, settings) })
  const { numbers, repeated } = once(answer.numbers)
  const contacts = sort(numbers, (number) => toContact(number, settings.country))
  const lines = sort(answer.lines ?? [], (line) => toLine(line, settings))
  const inbound = sort(answer.agents?.inbound ?? [], (agent) => toAgent(agent, settings.country))
  const outbound = sort(answer.agents?.outbound ?? [], (agent) => toAgent(agent, settings.country))
  const batch: Batch = {
    contacts: contacts.good,
    ...(answer.scenarios === undefined
      ? {}
      : { scenarios: answer.scenarios.map(({ id, name }) => ({ panelId: id, name })) }),
    ...(lines.good.length === 0 ? {} : { lines: distinct(lines.good) }),
    ...(answer.agents === undefined ? {} : { agents: { inbound: inbound.good, outbound: outbound.good } }),
  }
  const agents = new Set([...inbound.bad, ...outbound.bad].map((agent) => agent.id))
  return {
    batch,
    unusableNumbers: contacts.bad.map((number) => number.id),
    repeatedNumbers: repeated,
    unusableAgents: [...agents],
    unusableLines: lines.bad.length,
  }
}

function closed(answer: Answer, settings: BatchSettings): NonNullable<Batch['closed']> {
  const reason = answer.reason?.trim().slice(0, 200)
  const silent = 'the panel did not say that calling is allowed (call_allowed)'
  return {
    because: answer.callAllowed === undefined ? silent : reason || 'the panel does not allow calls now',
    retryAfterMs: Math.min(longestPauseMs, Math.max(shortestPauseMs, answer.retryAfterMs ?? settings.defaultRetryMs)),
  }
}

/** One id is one number to call, be it written 7 or "7". */
function once(numbers: readonly AnsweredNumber[]): {
  readonly numbers: readonly AnsweredNumber[]
  readonly repeated: readonly PanelId[]
} {
  const first = new Map<string, AnsweredNumber>()
  const repeated: PanelId[] = []
  for (const number of numbers) {
    if (first.has(String(number.id))) repeated.push(number.id)
    else first.set(String(number.id), number)
  }
  return { numbers: [...first.values()], repeated }
}

function toContact(number: AnsweredNumber, country: string): Contact | undefined {
  const phone = parsePhoneNumber(number.phone, country)
  if (phone === undefined) return undefined
  return { id: `panel:${number.id}`, phone, source: 'panel', panelId: number.id, fields: number.fields }
}

function toLine(line: AnsweredLine, { country, ownLines }: BatchSettings): Line | undefined {
  const number = canonical(line.phone, country)
  if (number === undefined) return undefined
  const own = ownLines.find((candidate) => canonical(candidate.number, country) === number)
  const displayName = line.displayName ?? own?.displayName
  return {
    number: own?.number ?? number,
    ...(line.id === undefined ? {} : { panelId: line.id }),
    ...(displayName === undefined ? {} : { displayName }),
  }
}

function toAgent(agent: AnsweredAgent, country: string): Agent | undefined {
  const phone = canonical(agent.phone, country)
  if (phone === undefined) return undefined
  return { panelId: agent.id, phone, ...(agent.name === undefined ? {} : { name: agent.name }) }
}

/** A national number, or the digits of a short one: lines and operators may be extensions. */
function canonical(text: string, country: string): string | undefined {
  const digits = latinDigits(text).replace(/[\s\-().]/g, '')
  return parsePhoneNumber(text, country) ?? (/^\d{2,8}$/.test(digits) ? digits : undefined)
}

function distinct(lines: readonly Line[]): readonly Line[] {
  return [...new Map(lines.toReversed().map((line) => [line.number, line])).values()].reverse()
}

function sort<A, B>(items: readonly A[], read: (item: A) => B | undefined): { good: readonly B[]; bad: readonly A[] } {
  const good: B[] = []
  const bad: A[] = []
  for (const item of items) {
    const made = read(item)
    if (made === undefined) bad.push(item)
    else good.push(made)
  }
  return { good, bad }
}

function nothingBut(batch: Batch): MappedBatch {
  return { batch, unusableNumbers: [], repeatedNumbers: [], unusableAgents: [], unusableLines: 0 }
}
