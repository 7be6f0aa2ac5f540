import type { Contact } from '../domain/contact.ts'
import type { Disposition, Reason } from '../domain/disposition.ts'
import type { Line } from '../domain/line.ts'
import { latinDigits, type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import type { Plan } from '../scenario/plan.ts'
import { type Conducted, conduct, type ScriptPorts } from './conduct.ts'
import { tellFault } from './fault.ts'
import { ending } from './outbound.ts'
import type { CallControl, Incoming, Leg, Lines } from './ports.ts'
import { type QueuePorts, waitInQueue } from './queue.ts'
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

/** What a record says beyond who rang where and when. */
type Ending = Omit<CallRecord, 'id' | 'direction' | 'company' | 'contact' | 'line' | 'scenario' | 'attemptedAt'>

/** Answers whoever rings, each call on its own, until aborted; then lets the calls end. */
export async function answerCalls(ports: InboundPorts, log: Log, signal: AbortSignal): Promise<void> {
  await using scope = new Scope(signal)
  for (;;) {
    const incoming = await ports.calls.incoming(scope.signal)
    scope.spawn((inner) => serve(incoming, ports, log.child({ call: incoming.leg.id }), inner))
  }
}

/** One inbound call, from its arrival to its record; whatever happens on it stays with it. */
async function serve(incoming: Incoming, ports: InboundPorts, log: Log, signal: AbortSignal): Promise<void> {
  const arrivedAt = ports.clock.now()
  const line = ports.lines.match(incoming.dialled)
  const contact = callerContact(incoming.caller, ports.country)
  log.info('inbound.arrived', 'someone rings', { line: line.number })
  const choice = ports.choose()
  const identity = {
    id: incoming.leg.id,
    direction: 'inbound',
    company: ports.company,
    contact,
    line,
    ...(choice === undefined ? {} : { scenario: scenarioOf(choice) }),
    attemptedAt: arrivedAt,
  } as const
  ports.keep({ ...identity, ...(await attend({ incoming, contact, line, choice, arrivedAt }, ports, log, signal)) })
}

interface Visit {
  readonly incoming: Incoming
  readonly contact: Contact
  readonly line: Line
  readonly choice: InboundChoice | undefined
  readonly arrivedAt: number
}

/** Queue, answer, scenario; returns how it went once the caller's channel is gone. */
async function attend(visit: Visit, ports: InboundPorts, log: Log, signal: AbortSignal): Promise<Ending> {
  const { incoming, choice } = visit
  try {
    await using leg = incoming.leg
    if (choice !== undefined) return await converse(visit, leg, choice.plan, ports, log, signal)
    log.warn('inbound.unserved', 'no scenario is enabled, so the caller was turned away')
    await leg.hangup('congestion', signal)
    return unserved('failed', 'us', ports.clock)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return unserved('failed', 'us', ports.clock, 'shutting_down')
    tellFault(log, error)
    return unserved('failed', 'us', ports.clock, 'engine_fault')
  }
}

async function converse(
  { contact, line, arrivedAt }: Visit,
  leg: Leg,
  plan: Plan,
  ports: InboundPorts,
  log: Log,
  signal: AbortSignal,
): Promise<Ending> {
  using _listed = ports.registry.enter({
    id: leg.id,
    direction: 'inbound',
    line,
    scenario: plan.name,
    startedAt: arrivedAt,
  })
  const admission = await waitInQueue({ leg, line, plan }, ports, log, signal)
  if (admission.kind === 'left') return unserved('hangup', 'them', ports.clock)
  if (admission.kind === 'failed') return unserved('failed', 'us', ports.clock, admission.reason)
  using _room = admission.room
  await using _hungUpFirst = leg // the line has room again once the call is really over
  const answeredAt = ports.clock.now()
  const entry = plan.offers.includes('inbound') ? 'inbound' : 'outbound'
  const conducted = await conduct(leg, { plan, entry, direction: 'inbound', contact, line }, ports.script, log, signal)
  return { answeredAt, ...ending(asInbound(conducted), leg, ports.clock) }
}

function scenarioOf({ plan, panelId }: InboundChoice) {
  return { name: plan.name, hash: plan.hash, ...(panelId === undefined ? {} : { panelId }) }
}

function callerContact(caller: string, country: string): Contact {
  const number = parsePhoneNumber(caller, country) ?? (latinDigits(caller).replace(/\D/g, '') as PhoneNumber)
  return { id: `caller:${number}`, phone: number, source: 'manual', fields: {} }
}

/** An inbound call is reported as such whatever came of it; what came of it is the detail. */
function asInbound(conducted: Conducted): Conducted {
  const { disposition, reason, detail } = conducted.outcome
  return {
    ...conducted,
    outcome: {
      disposition: 'inbound_call',
      detail: detail ?? disposition,
      ...(reason === undefined ? {} : { reason }),
    },
  }
}

/** The end of a call no scenario was played to. */
function unserved(detail: Disposition, endedBy: 'us' | 'them', clock: Clock, reason?: Reason): Ending {
  return {
    outcome: { disposition: 'inbound_call', detail, ...(reason === undefined ? {} : { reason }) },
    endedAt: clock.now(),
    endedBy,
    turns: [],
    trace: [],
  }
}
