import { unreachable } from '../kernel/assert.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import { recordFaulty, settleAnswered } from './adoption/answered.ts'
import type { AdoptionPorts, LeftAttempt } from './adoption/ports.ts'
import { recordInterrupted, settleRinging } from './adoption/ringing.ts'
import { tellFault } from './fault.ts'
import type { Progress } from './ports.ts'

/** A call an earlier engine left without a record. */
export type LeftCall =
  | { readonly kind: 'ringing'; readonly attempt: LeftAttempt }
  /** Answered, or an inbound caller who waits. */
  | { readonly kind: 'up'; readonly progress: Progress }

/** What is left, each call once: an attempt that was answered is told of by its progress. */
export function leftCalls(attempts: readonly LeftAttempt[], live: readonly Progress[]): readonly LeftCall[] {
  const known = new Set(live.map(({ soFar }) => soFar.id))
  return [
    ...live.map((progress) => ({ kind: 'up', progress }) as const),
    ...attempts.filter(({ id }) => !known.has(id)).map((attempt) => ({ kind: 'ringing', attempt }) as const),
  ]
}

/**
 * Finishes what an earlier engine left: conversations go on until somebody leaves, callers in the middle of a scenario
 * hear its farewell, callers who wait are served, phones that ring stop. Each gets the one record it lacks, or its
 * number goes back. `onLooked` is told once, as soon as every call was looked for and what is up holds its line: then
 * others may be dialled. Aborted, conversations are let go once more.
 */
export async function adoptCalls(
  left: readonly LeftCall[],
  ports: AdoptionPorts,
  log: Log,
  onLooked: () => void,
  signal: AbortSignal,
): Promise<void> {
  await using scope = new Scope(signal)
  const unseen = new Set(left)
  if (unseen.size === 0) onLooked()
  else log.info('calls.left', 'an earlier run left calls without a record', { count: left.length })
  for (const call of left) {
    const seen = (): void => {
      if (unseen.delete(call) && unseen.size === 0) onLooked()
    }
    scope.spawn(async (inner) => {
      await settle(call, ports, log.child({ call: idOf(call) }), seen, inner)
      if (!inner.aborted) seen()
    })
  }
  await scope.idle()
  scope.signal.throwIfAborted()
}

/** A fault while one call is adopted stays with it: its record is kept as far as it is known. */
async function settle(
  call: LeftCall,
  ports: AdoptionPorts,
  log: Log,
  seen: () => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    switch (call.kind) {
      case 'ringing':
        await settleRinging(call.attempt, ports, log, seen, signal)
        return
      case 'up':
        await settleAnswered(call.progress, ports, log, seen, signal)
        return
      default:
        return unreachable(call)
    }
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw error
    tellFault(log, error)
    if (call.kind === 'ringing') recordInterrupted(call.attempt, ports)
    else recordFaulty(call.progress, ports)
  }
}

function idOf(call: LeftCall): string {
  return call.kind === 'ringing' ? call.attempt.id : call.progress.soFar.id
}
