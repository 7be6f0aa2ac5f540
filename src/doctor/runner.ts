import { TimedOut, within } from '../kernel/deadline.ts'
import { formatDuration } from '../kernel/duration.ts'
import { type Check, usualLimitMs } from './check.ts'
import { type Finding, fault, unseen, warning } from './finding.ts'
import type { World } from './world.ts'

/** A check, and what it found. */
export interface Looked {
  readonly name: string
  readonly title: string
  readonly finding: Finding
  readonly tookMs: number
}

/**
 * Looks at everything at once; tells of each in the order of the list. A check that fails stops no other, and one whose
 * ground is missing is not made. Rejects with nothing but the signal's reason.
 */
export async function lookAtAll(
  checks: readonly Check[],
  world: World,
  onLooked: (looked: Looked) => void,
  signal: AbortSignal,
): Promise<readonly Looked[]> {
  const running = new Map<string, Promise<Looked>>()
  for (const check of checks) {
    const needed = (check.needs ?? []).map((name) => running.get(name)).filter((each) => each !== undefined)
    const looking = lookAfter(check, needed, world, signal)
    looking.catch(() => undefined) // awaited below; a rejection before that is no surprise
    running.set(check.name, looking)
  }
  const all: Looked[] = []
  for (const looking of running.values()) {
    const looked = await looking
    onLooked(looked)
    all.push(looked)
  }
  return all
}

async function lookAfter(
  check: Check,
  needed: readonly Promise<Looked>[],
  world: World,
  signal: AbortSignal,
): Promise<Looked> {
  const { name, title } = check
  for (const looking of needed) {
    const ground = await looking
    const { kind } = ground.finding
    if (kind === 'fault' || kind === 'unseen') {
      return { name, title, tookMs: 0, finding: unseen(`needs "${ground.title}" first`) }
    }
  }
  const startedMs = world.clock.elapsed()
  const finding = await bounded(check, world, signal)
  return { name, title, finding, tookMs: Math.round(world.clock.elapsed() - startedMs) }
}

async function bounded(check: Check, world: World, signal: AbortSignal): Promise<Finding> {
  const limitMs = check.limitMs ?? usualLimitMs
  try {
    return await within(world.clock, limitMs, check.title, (inner) => check.look(world, inner), signal)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof TimedOut) {
      return fault(
        `there was no answer within ${formatDuration(limitMs)}`,
        'look whether what stands behind it hangs, then run salehi doctor again',
      )
    }
    const because = error instanceof Error ? error.message : String(error)
    return warning(`could not be looked at: ${because}`, 'a fault of salehi itself: please report it')
  }
}
