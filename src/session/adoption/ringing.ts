import type { Log } from '../../kernel/log.ts'
import { bidFarewell } from './farewell.ts'
import type { AdoptionPorts, LeftAttempt } from './ports.ts'

/**
 * An attempt that was dialled and, as far as we know, not answered. Only where the phone surely did not ring does its
 * number go back; whoever answered in the meantime at least hears a farewell.
 */
export async function settleRinging(
  attempt: LeftAttempt,
  ports: AdoptionPorts,
  log: Log,
  seen: () => void,
  signal: AbortSignal,
): Promise<void> {
  const found = await ports.calls.adopt(attempt.id, signal)
  // In another application it is in other hands: ours was the order to dial, so ours is the record.
  if (found.kind === 'gone' || found.kind === 'elsewhere') {
    recordInterrupted(attempt, ports)
    return
  }
  if (found.state === 'up') {
    using _seat = ports.occupy(attempt.line, 'outbound')
    await using leg = found.leg // hung up before its line is free again
    seen()
    const answeredAt = ports.clock.now()
    try {
      await bidFarewell(leg, attempt.scenario?.name, ports, log, signal)
    } finally {
      recordInterrupted(attempt, ports, answeredAt)
    }
    return
  }
  await found.leg[Symbol.asyncDispose]()
  if (found.state === 'down' && !found.hasRung()) {
    log.info('call.not_rung', 'a call of an earlier run was dialled and had not rung yet; its number goes back')
    ports.release(attempt)
  } else recordInterrupted(attempt, ports)
}

/** It may have rung, through a fault of ours to no end: it is not rung again by itself. */
export function recordInterrupted(attempt: LeftAttempt, ports: AdoptionPorts, answeredAt?: number): void {
  const { id, contact, line, scenario, dialledAt } = attempt
  ports.keep({
    id,
    direction: 'outbound',
    company: ports.company,
    contact,
    line,
    ...(scenario === undefined ? {} : { scenario }),
    outcome: { disposition: 'failed', reason: 'engine_fault' },
    attemptedAt: dialledAt,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    endedAt: ports.clock.now(),
    endedBy: 'us',
    turns: [],
    trace: [],
  })
}
