import { type CauseTable, classifyUnanswered } from '../domain/cause.ts'
import type { Contact } from '../domain/contact.ts'
import type { Reason } from '../domain/disposition.ts'
import { type DialPrefix, dialString, type Line } from '../domain/line.ts'
import type { CallRecord } from '../domain/record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Plan } from '../scenario/plan.ts'
import type { CallStart } from './call-start.ts'
import { conduct, type ScriptPorts } from './conduct.ts'
import { tellFault } from './fault.ts'
import type { CallControl, Leg, Placed } from './ports.ts'
import { recordOf } from './record-of.ts'
import type { Listed, Registry } from './registry.ts'
import { ShuttingDown } from './shutting-down.ts'

/** One attempt to talk with one contact. */
export interface Attempt {
  /** Ours; the channel's id, the record's and the report's key. */
  readonly id: string
  readonly contact: Contact
  readonly line: Line
  readonly plan: Plan
  /** The panel's id of the scenario, where it gave one. */
  readonly scenarioPanelId?: number | string
  /** Asked at the instant before the phone may begin to ring: false, and it does not. */
  readonly mayDial: (signal: AbortSignal) => Promise<boolean>
  /** Told when the exchange has taken up the order to dial. */
  readonly onTaken?: () => void
}

/** What an attempt came to. `technical`: nobody's phone rang through a fault of ours or the trunk's. */
export type Attempted =
  | { readonly kind: 'recorded'; readonly record: CallRecord }
  | { readonly kind: 'technical'; readonly because: string }
  /** `mayDial` said no: nobody's phone rang. */
  | { readonly kind: 'withdrawn' }
  /** The engine ends, the conversation with an operator does not: its record is the next start's to keep. */
  | { readonly kind: 'goes_on' }

export interface OutboundPorts {
  readonly company: string
  readonly calls: CallControl
  readonly script: ScriptPorts
  readonly registry: Registry
  readonly clock: Clock
  readonly trunk: string
  readonly dialPrefix: DialPrefix
  /** Shown to the customer where the line has no digits. */
  readonly defaultCallerId: string
  readonly ringMs: number
  readonly causeTable: CauseTable
}

/** Rings a contact and, when answered, runs the scenario. The result is returned; nothing is stored here. */
export async function callOut(
  attempt: Attempt,
  ports: OutboundPorts,
  log: Log,
  signal: AbortSignal,
): Promise<Attempted> {
  const { line, plan } = attempt
  let dialedAt = ports.clock.now()
  using listed = ports.registry.enter({
    id: attempt.id,
    direction: 'outbound',
    line,
    scenario: plan.name,
    startedAt: dialedAt,
    phase: 'ringing',
  })
  const placed = await place(attempt, (at) => (dialedAt = at), ports, log, signal)
  if (placed.kind === 'fault') return failedWhileRinging(placed.reason, attempt, dialedAt, ports)
  if (placed.kind === 'withdrawn') return placed
  if (placed.kind === 'refused') return { kind: 'technical', because: placed.because }
  if (placed.kind === 'unanswered' && placed.lost === true) {
    if (placed.sign === 'ringing') return failedWhileRinging('asterisk_lost', attempt, dialedAt, ports)
    return { kind: 'technical', because: 'Asterisk went away before the phone rang' }
  }
  if (placed.kind === 'unanswered') return unanswered(attempt, placed, dialedAt, ports)
  try {
    return await answered(attempt, placed.leg, { dialedAt, listed }, ports, log, signal)
  } catch (error) {
    tellFault(log, error)
    return failedWhileRinging('engine_fault', attempt, dialedAt, ports)
  }
}

/** Rings; what cuts it short once the phone may ring is a value, so that the attempt still gets its record. */
async function place(
  attempt: Attempt,
  onDialed: (at: number) => void,
  ports: OutboundPorts,
  log: Log,
  signal: AbortSignal,
): Promise<Placed | { readonly kind: 'fault'; readonly reason: Reason }> {
  const { contact, line } = attempt
  let dialed = false
  try {
    return await ports.calls.place(
      {
        id: attempt.id,
        endpoint: `PJSIP/${dialString(ports.dialPrefix, line, contact.phone)}@${ports.trunk}`,
        callerId: /\d/.test(line.number) ? line.number : ports.defaultCallerId,
        timeoutMs: ports.ringMs,
        ...(attempt.onTaken === undefined ? {} : { onTaken: attempt.onTaken }),
        mayDial: async (own) => {
          if (!(await attempt.mayDial(own))) return false
          dialed = true
          onDialed(ports.clock.now())
          return true
        },
      },
      signal,
    )
  } catch (error) {
    const aborted = signal.aborted && error === signal.reason
    if (aborted && !dialed) throw error
    if (aborted) return { kind: 'fault', reason: error instanceof ShuttingDown ? 'shutting_down' : 'engine_fault' }
    tellFault(log, error)
    if (dialed) return { kind: 'fault', reason: 'engine_fault' }
    return { kind: 'refused', because: 'a fault of the engine; the log has it' }
  }
}

/** A phone that rang through to a fault of ours: it is not rung again. */
function failedWhileRinging(reason: Reason, attempt: Attempt, dialedAt: number, ports: OutboundPorts): Attempted {
  return {
    kind: 'recorded',
    record: {
      ...identity(attempt, dialedAt, ports),
      outcome: { disposition: 'failed', reason },
      endedAt: ports.clock.now(),
      endedBy: 'us',
      turns: [],
      trace: [],
    },
  }
}

function unanswered(
  attempt: Attempt,
  placed: Extract<Placed, { kind: 'unanswered' }>,
  dialedAt: number,
  ports: OutboundPorts,
): Attempted {
  const verdict = classifyUnanswered(placed, ports.causeTable)
  if (verdict.kind === 'technical') return { kind: 'technical', because: verdict.because }
  return {
    kind: 'recorded',
    record: {
      ...identity(attempt, dialedAt, ports),
      outcome: { disposition: verdict.disposition },
      endedAt: ports.clock.now(),
      endedBy: placed.timedOut ? 'us' : 'network',
      hangup: placed.hangup,
      turns: [],
      trace: [],
    },
  }
}

async function answered(
  attempt: Attempt,
  answeredLeg: Leg,
  { dialedAt, listed }: { readonly dialedAt: number; readonly listed: Listed },
  ports: OutboundPorts,
  log: Log,
  signal: AbortSignal,
): Promise<Attempted> {
  await using leg = answeredLeg
  const call = { ...identity(attempt, dialedAt, ports), answeredAt: ports.clock.now() }
  log.info('call.answered', 'the call was answered', { scenario: attempt.plan.name })
  const script = { plan: attempt.plan, entry: 'outbound', call, listed }
  const conducted = await conduct(leg, script, ports.script, log, signal)
  if (conducted.kind === 'goes_on') return conducted
  return { kind: 'recorded', record: recordOf(call, conducted, leg, ports.clock) }
}

function identity(attempt: Attempt, dialedAt: number, ports: OutboundPorts): CallStart {
  const { plan, scenarioPanelId } = attempt
  return {
    id: attempt.id,
    direction: 'outbound',
    company: ports.company,
    contact: attempt.contact,
    line: attempt.line,
    scenario: {
      name: plan.name,
      hash: plan.hash,
      ...(scenarioPanelId === undefined ? {} : { panelId: scenarioPanelId }),
    },
    attemptedAt: dialedAt,
  }
}
