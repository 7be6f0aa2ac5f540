import type { Contact } from '../domain/contact.ts'
import { latinDigits, type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import type { Plan } from '../scenario/plan.ts'
import { type Conducted, conduct, type ScriptPorts } from './conduct.ts'
import { ending } from './outbound.ts'
import type { CallControl, Incoming, Lines } from './ports.ts'
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

/** Answers whoever rings, each call on its own, until aborted; then lets the calls end. */
export async function answerCalls(ports: InboundPorts, log: Log, signal: AbortSignal): Promise<void> {
  await using scope = new Scope(signal)
  for (;;) {
    const incoming = await ports.calls.incoming(signal)
    scope.spawn((inner) => serve(incoming, ports, log.child({ call: incoming.leg.id }), inner))
  }
}

/** One inbound call: line, queue, scenario, record. */
async function serve(incoming: Incoming, ports: InboundPorts, log: Log, signal: AbortSignal): Promise<void> {
  await using leg = incoming.leg
  const arrivedAt = ports.clock.now()
  const line = ports.lines.match(incoming.dialled)
  const contact = callerContact(incoming.caller, ports.country)
  log.info('inbound.arrived', 'someone rings', { line: line.number })
  const choice = ports.choose()
  const identity = {
    id: leg.id,
    direction: 'inbound',
    company: ports.company,
    contact,
    line,
    attemptedAt: arrivedAt,
  } as const
  if (choice === undefined) {
    log.warn('inbound.unserved', 'no scenario is enabled, so the caller was turned away')
    await leg.hangup('congestion', signal)
    ports.keep({ ...identity, ...unserved(ports.clock) })
    return
  }
  const { plan, panelId } = choice
  const scenario = { name: plan.name, hash: plan.hash, ...(panelId === undefined ? {} : { panelId }) }
  using _listed = ports.registry.enter({
    id: leg.id,
    direction: 'inbound',
    line,
    scenario: plan.name,
    startedAt: arrivedAt,
  })
  const admitted = await waitInQueue({ leg, line, plan }, ports, signal)
  if (admitted === undefined) {
    ports.keep({ ...identity, scenario, ...unserved(ports.clock) })
    return
  }
  using _room = admitted
  const answeredAt = ports.clock.now()
  const entry = plan.offers.includes('inbound') ? 'inbound' : 'outbound'
  const conducted = await conduct(leg, { plan, entry, direction: 'inbound', contact, line }, ports.script, log, signal)
  ports.keep({ ...identity, scenario, answeredAt, ...ending(asInbound(conducted), leg, ports.clock) })
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

function unserved(clock: Clock) {
  return {
    outcome: { disposition: 'inbound_call', detail: 'hangup' },
    endedAt: clock.now(),
    endedBy: 'them',
    turns: [],
    trace: [],
  } as const
}
