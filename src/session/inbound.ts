import type { Contact } from '../domain/contact.ts'
import type { Reason } from '../domain/disposition.ts'
import { latinDigits, type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import type { Plan } from '../scenario/plan.ts'
import { type CallStart, recordedOutcome } from './call-start.ts'
import { noteLive } from './checkpoint.ts'
import { conduct, type ScriptPorts } from './conduct.ts'
import { tellFault } from './fault.ts'
import type { CallControl, Incoming, Leg, Lines } from './ports.ts'
import { type QueuePorts, waitInQueue } from './queue.ts'
import { recordOf } from './record-of.ts'
import type { Registry } from './registry.ts'

/** A scenario chosen for an inbound caller. */
export interface InboundChoice {
  readonly plan: Plan
  readonly panelId?: number | string
}

export interface InboundPorts extends QueuePorts {
  readonly company: string
  readonly country: string
  readonly calls: CallControl
  readonly lines: Lines
  readonly script: ScriptPorts
  readonly registry: Registry
  readonly clock: Clock
  /** The next scenario in turn; undefined when none is enabled. */
  readonly choose: () => InboundChoice | undefined
  readonly keep: (record: CallRecord) => void
}

/** A caller who rings, and what is to be played to them. */
export interface Visit {
  readonly leg: Leg
  readonly call: CallStart
  readonly plan: Plan | undefined
}

/** When an engine stops taking callers, and when it ends. */
export interface Closing {
  /** From here on nobody is answered any more: who rings, or waits ringing, is the next engine's. */
  readonly stop: AbortSignal
}

/** Answers whoever rings, each call on its own, until aborted; then lets the calls end. */
export async function answerCalls(ports: InboundPorts, log: Log, closing: Closing, signal: AbortSignal): Promise<void> {
  await using scope = new Scope(signal)
  for (;;) {
    const incoming = await ports.calls.incoming(scope.signal)
    scope.spawn((inner) => welcome(incoming, ports, log.child({ call: incoming.leg.id }), closing, inner))
  }
}

async function welcome(
  incoming: Incoming,
  ports: InboundPorts,
  log: Log,
  closing: Closing,
  signal: AbortSignal,
): Promise<void> {
  const { leg, caller, dialled } = incoming
  const line = ports.lines.match(dialled)
  log.info('inbound.arrived', 'someone rings', { line: line.number })
  const choice = ports.choose()
  const call: CallStart = {
    id: leg.id,
    direction: 'inbound',
    company: ports.company,
    contact: callerContact(caller, ports.country),
    line,
    ...scenarioOf(choice),
    attemptedAt: ports.clock.now(),
  }
  await attend({ leg, call, plan: choice?.plan }, ports, log, closing, signal)
}

/** One inbound call, from its arrival (or from its return to a later engine) to its record. */
export async function attend(
  visit: Visit,
  ports: InboundPorts,
  log: Log,
  closing: Closing,
  signal: AbortSignal,
): Promise<void> {
  const ended = await serve(visit, ports, log, closing, signal)
  if (ended !== 'goes_on') ports.keep(ended)
}

/** Queue, answer, scenario; returns the record once the caller's channel is gone. Whatever happens here stays here. */
async function serve(
  visit: Visit,
  ports: InboundPorts,
  log: Log,
  closing: Closing,
  signal: AbortSignal,
): Promise<CallRecord | 'goes_on'> {
  const { call, plan } = visit
  try {
    await using leg = visit.leg
    if (plan !== undefined) return await converse({ leg, call, plan }, ports, log, closing, signal)
    log.warn('inbound.unserved', 'no scenario is enabled, so the caller was turned away')
    await leg.hangup('congestion', signal)
    return unserved(call, 'us', ports.clock)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return unserved(call, 'us', ports.clock, 'shutting_down')
    tellFault(log, error)
    return unserved(call, 'us', ports.clock, 'engine_fault')
  }
}

async function converse(
  { leg, call, plan }: Visit & { readonly plan: Plan },
  ports: InboundPorts,
  log: Log,
  closing: Closing,
  signal: AbortSignal,
): Promise<CallRecord | 'goes_on'> {
  const { clock, registry, script } = ports
  const { id, direction, line, attemptedAt: startedAt } = call
  using listed = registry.enter({ id, direction, line, scenario: plan.name, startedAt, phase: 'waiting' })
  const outcome = recordedOutcome(call, { disposition: 'hangup' })
  noteLive(script.live, { at: clock.now(), soFar: { ...call, outcome, turns: [], trace: [] } }, log)
  const admission = await waitInQueue({ leg, line, plan }, ports, log, closing.stop, signal)
  if (admission.kind === 'goes_on') return 'goes_on'
  if (admission.kind === 'left') return unserved(call, 'them', clock)
  if (admission.kind === 'failed') return unserved(call, 'us', clock, admission.reason)
  using _room = admission.room
  await using _hungUpFirst = leg // the line has room again once the call is really over
  const answered = { ...call, answeredAt: clock.now() }
  const entry = plan.offers.includes('inbound') ? 'inbound' : 'outbound'
  const conducted = await conduct(leg, { plan, entry, call: answered, listed }, script, log, signal)
  return conducted.kind === 'goes_on' ? 'goes_on' : recordOf(answered, conducted, leg, clock)
}

/** What a record says of the scenario; nothing where none was chosen. */
export function scenarioOf(choice: InboundChoice | undefined): Pick<CallStart, 'scenario'> {
  if (choice === undefined) return {}
  const { plan, panelId } = choice
  return { scenario: { name: plan.name, hash: plan.hash, ...(panelId === undefined ? {} : { panelId }) } }
}

function callerContact(caller: string, country: string): Contact {
  const number = parsePhoneNumber(caller, country) ?? (latinDigits(caller).replace(/\D/g, '') as PhoneNumber)
  return { id: `caller:${number}`, phone: number, source: 'manual', fields: {} }
}

/** The record of a call no scenario was played to. */
function unserved(call: CallStart, endedBy: 'us' | 'them', clock: Clock, reason?: Reason): CallRecord {
  const disposition = endedBy === 'us' ? 'failed' : 'hangup'
  return {
    ...call,
    outcome: recordedOutcome(call, { disposition, ...(reason === undefined ? {} : { reason }) }),
    endedAt: clock.now(),
    endedBy,
    turns: [],
    trace: [],
  }
}
