import type { CallRecord } from '../../domain/record.ts'
import type { Log } from '../../kernel/log.ts'
import { noteLive, stillUpEveryMs } from '../checkpoint.ts'
import { HungUp, type Joined, type Leg, type Progress } from '../ports.ts'
import { hangupOf } from '../record-of.ts'
import { mayGoOn } from '../shutting-down.ts'
import { bidFarewell } from './farewell.ts'
import type { AdoptionPorts } from './ports.ts'

/** A call that was up when it was last heard of: its customer's leg decides what becomes of it. */
export async function settleAnswered(
  progress: Progress,
  ports: AdoptionPorts,
  log: Log,
  seen: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { soFar, joined } = progress
  const found = await ports.calls.adopt(soFar.id, signal)
  if (found.kind !== 'held') {
    await using _operator = await operatorOf(progress, ports, signal) // whoever is left is not left alone
    if (joined !== undefined) await ports.calls.dissolve(joined.bridgeId)
    log.info('call.ended_unseen', 'a call ended while no engine was there')
    ports.keep({ ...recordAt(progress, progress.at), endedBy: 'them' })
    return
  }
  if (soFar.answeredAt === undefined && soFar.direction === 'inbound') {
    log.info('inbound.waited', 'a caller of an earlier run still waits')
    seen()
    if (found.state === 'up') await ports.calls.hush(found.leg) // they waited with music
    await ports.serve(found.leg, progress, log, signal)
    return
  }
  const { id, direction, line, scenario, attemptedAt } = soFar
  using listed = ports.registry.enter({
    id,
    direction,
    line,
    scenario: scenario?.name ?? '',
    startedAt: attemptedAt,
    phase: 'talking',
  })
  using _seat = ports.occupy(line, direction)
  await using customer = found.leg // hung up before its line is free again
  if (joined === undefined) {
    seen()
    await sayGoodbye(progress, customer, ports, log, signal)
    return
  }
  await using operator = await operatorOf(progress, ports, signal)
  await using bridge =
    operator === undefined ? undefined : await ports.calls.rejoin(joined.bridgeId, customer, operator, signal)
  if (operator === undefined || bridge === undefined) {
    log.info('call.parted_unseen', 'an operator left while no engine was there; the call ends')
    await ports.calls.dissolve(joined.bridgeId)
    ports.keep(ended(progress, customer, ports))
    return
  }
  using _held = soFar.operator === undefined ? undefined : ports.hold(soFar.operator)
  listed.update({ phase: 'with_operator' })
  log.info('call.adopted', 'a conversation that went on without an engine is in hand again')
  seen()
  await converse(progress, { customer, operator, bridge }, ports, log, signal)
}

/** The record of a call whose adoption failed through a fault of ours. */
export function recordFaulty(progress: Progress, ports: AdoptionPorts): void {
  ports.keep({ ...recordAt(progress, ports.clock.now()), endedBy: 'us' })
}

/** In the middle of a scenario nobody can go on with. */
async function sayGoodbye(
  progress: Progress,
  customer: Leg,
  ports: AdoptionPorts,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  log.info('call.interrupted', 'a call of an earlier run was in the middle of its scenario; it ends with a farewell')
  try {
    await bidFarewell(customer, progress.soFar.scenario?.name, ports, log, signal)
  } finally {
    ports.keep(ended(progress, customer, ports))
  }
}

interface Talk {
  readonly customer: Leg
  readonly operator: Leg
  readonly bridge: Joined
}

/** Until one of the two leaves; or, where the engine ends first, on into the next one. */
async function converse(
  progress: Progress,
  { customer, operator, bridge }: Talk,
  ports: AdoptionPorts,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const over = AbortSignal.any([customer.gone, operator.gone])
  try {
    await untilOver(over, progress, ports, log, signal)
  } catch (error) {
    const isLetGo = !over.aborted && mayGoOn(signal)
    if (isLetGo && noteLive(ports.live, { ...progress, at: ports.clock.now() }, log)) {
      for (const each of [bridge, customer, operator]) each.release()
      throw error
    }
  }
  ports.keep(ended(progress, customer, ports))
}

/** Waits for the end of a conversation and notes now and then that it goes on; rejects with the signal's reason. */
async function untilOver(
  over: AbortSignal,
  progress: Progress,
  ports: AdoptionPorts,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const either = AbortSignal.any([over, signal])
  for (;;) {
    try {
      await ports.clock.sleep(stillUpEveryMs, either)
    } catch (error) {
      if (over.aborted) return
      throw error
    }
    noteLive(ports.live, { ...progress, at: ports.clock.now() }, log)
  }
}

/** The operator's leg, where one was talking and is still there. */
async function operatorOf(progress: Progress, ports: AdoptionPorts, signal: AbortSignal): Promise<Leg | undefined> {
  if (progress.joined === undefined) return undefined
  const found = await ports.calls.adopt(progress.joined.operatorLegId, signal)
  return found.kind === 'held' ? found.leg : undefined
}

/** The record of a call that has ended just now. */
function ended(progress: Progress, customer: Leg, ports: AdoptionPorts): CallRecord {
  const { reason } = customer.gone
  const left = customer.gone.aborted && !(reason instanceof HungUp && reason.lost)
  const hangup = hangupOf(customer)
  return {
    ...recordAt(progress, ports.clock.now()),
    endedBy: left ? 'them' : 'us',
    ...(hangup === undefined ? {} : { hangup }),
  }
}

function recordAt({ soFar, yesAt }: Progress, endedAt: number): Omit<CallRecord, 'endedBy'> {
  return { ...soFar, endedAt, ...(yesAt === undefined ? {} : { yesToHangupMs: endedAt - yesAt }) }
}
