import type { Clock } from '../../kernel/clock.ts'
import { crashPoint } from '../../kernel/crash-point.ts'
import { TimedOut, within } from '../../kernel/deadline.ts'
import { UpkeepFault } from '../upkeep-fault.ts'
import type { EngineAccess, EngineState, Release, Shelf, Starter } from './ports.ts'

/** What an upgrade works with. */
export interface SwapParts {
  readonly engine: EngineAccess
  /** Absent where no engine runs: then nothing is stopped and nothing started. */
  readonly starter?: Starter
  readonly shelf: Shelf
  /** Keeps every engine away from the data folder until disposed; resolves once it has it. */
  readonly holdData: (signal: AbortSignal) => Promise<Disposable>
  readonly clock: Clock
  /** Says to a person how far it is. */
  readonly tell: (text: string) => void
}

export interface SwapLimits {
  /** How long calls in a scenario are waited for. */
  readonly callsMs: number
  /** How long the new executable has to come up healthy. */
  readonly healthMs: number
}

/** How an upgrade ended. `rolled_back`: the old executable runs, or is in place, as before. */
export type Swapped =
  | { readonly kind: 'upgraded'; readonly running: boolean }
  | {
      readonly kind: 'rolled_back'
      readonly because: string
      readonly running: boolean
      readonly databasePutBack: boolean
    }

const lookMs = 500
/** So long it has to be healthy without a break. */
const steadyMs = 3_000
/** The old engine has calls to leave behind in order; the new one none of its own. */
const grace = { oldMs: 150_000, newMs: 15_000 }
const rollbackMs = 120_000

/**
 * Puts a new executable in the place of the one that runs. Nobody new is rung or answered meanwhile; calls in a scenario
 * are waited for, calls with an operator go on. Where the new one does not come up healthy in time the old one is put
 * back and started, with the database as it was. Throws {@link UpkeepFault} where it gives up before anything changed.
 */
export async function swap(parts: SwapParts, next: Release, limits: SwapLimits, signal: AbortSignal): Promise<Swapped> {
  const { engine, starter, shelf, tell } = parts
  const before = await engine.state(signal)
  crashPoint('upkeep.upgrade.checked')
  if (starter !== undefined && before.kind !== 'absent') {
    await scriptedEnded(parts, limits.callsMs, signal)
    tell('Stopping the engine; conversations with operators go on by themselves.')
  }
  signal.throwIfAborted()
  // From here on an order to stop is one to roll back: it is done to its end.
  const own = new AbortController().signal
  if (starter !== undefined) {
    await starter.stop(grace.oldMs, own).catch((error: unknown) => giveUp(parts, error, own))
  }
  try {
    using _ours = await parts.holdData(own)
    crashPoint('upkeep.upgrade.stopped')
    await shelf.snapshot(own)
    crashPoint('upkeep.upgrade.kept')
    await shelf.swapIn()
    crashPoint('upkeep.upgrade.swapped')
  } catch (error) {
    return await giveUp(parts, error, own)
  }
  if (starter === undefined) return { kind: 'upgraded', running: false }
  tell(`The new executable is in place. Starting it: ${starter.startsBy}`)
  const because = await healthFault(parts, starter, next, before, limits.healthMs, signal)
  crashPoint('upkeep.upgrade.tried')
  if (because === undefined) return { kind: 'upgraded', running: true }
  tell(`It is not healthy: ${because}. Going back to the old one.`)
  return await rollBack(parts, starter, because, own)
}

/** Before the new executable is in place: the old one is started again, and the fault told. */
async function giveUp({ starter }: SwapParts, error: unknown, signal: AbortSignal): Promise<never> {
  await starter?.start(signal)
  throw error
}

async function scriptedEnded(parts: SwapParts, callsMs: number, signal: AbortSignal): Promise<void> {
  const { engine, clock, tell } = parts
  await engine.nudge(signal)
  const heldBy = clock.elapsed() + 10_000
  const until = clock.elapsed() + callsMs
  for (let told = -1; ; await clock.sleep(lookMs, signal)) {
    const state = await engine.state(signal)
    if (state.kind === 'absent') return
    if (state.kind === 'silent') throw new UpkeepFault(`the running engine does not answer: ${state.because}`)
    if (!state.holds) {
      if (clock.elapsed() < heldBy) continue
      throw new UpkeepFault('the running engine does not hold still for an upgrade: end it with "salehi drain" first')
    }
    if (state.scripted === 0) return
    if (state.scripted !== told) tell(`Nobody new is called. Waiting for calls to end: ${state.scripted}`)
    told = state.scripted
    if (clock.elapsed() < until) continue
    throw new UpkeepFault(
      `after ${Math.round(callsMs / 1_000)} s there are still calls in a scenario (${state.scripted}): nothing was changed, dialing goes on. Try again when it is quieter`,
    )
  }
}

/** Waits until the engine is up and steadily well; why it is not, where it is not in time. */
async function healthFault(
  parts: SwapParts,
  starter: Starter,
  next: Release,
  before: EngineState,
  healthMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { clock, engine } = parts
  let last = 'it has not come up'
  try {
    await starter.start(signal)
    return await within(
      clock,
      healthMs,
      'coming up',
      async (inner) => {
        for (let wellSince: number | undefined; ; await clock.sleep(lookMs, inner)) {
          const failure = await starter.failure()
          if (failure !== undefined) return failure
          const fault = unwell(await engine.state(inner), next, before)
          last = fault ?? last
          wellSince = fault === undefined ? (wellSince ?? clock.elapsed()) : undefined
          if (wellSince !== undefined && clock.elapsed() - wellSince >= steadyMs) return undefined
        }
      },
      signal,
    )
  } catch (error) {
    if (signal.aborted) return 'the upgrade was asked to stop'
    if (error instanceof TimedOut) return `${last}, for ${Math.round(healthMs / 1_000)} s`
    return error instanceof Error ? error.message : String(error)
  }
}

function unwell(state: EngineState, next: Release, before: EngineState): string | undefined {
  if (state.kind === 'absent') return 'it has not come up'
  if (state.kind === 'silent') return `it does not answer (${state.because})`
  if (state.version !== next.version || state.commit !== next.commit) return 'another version came up'
  // An Asterisk that was away before is no fault of the new one.
  if (!state.asteriskUp && before.kind === 'runs' && before.asteriskUp) return 'it does not reach Asterisk'
  if (!state.holds) return 'it does not know that it is on trial'
  return undefined
}

/** Puts the old executable back and starts it, with the database it can use. */
export async function rollBack(
  parts: SwapParts,
  starter: Starter,
  because: string,
  signal: AbortSignal,
): Promise<Extract<Swapped, { readonly kind: 'rolled_back' }>> {
  const { shelf, clock, engine, tell } = parts
  await starter.stop(grace.newMs, signal)
  let databasePutBack = false
  {
    using _ours = await parts.holdData(signal)
    crashPoint('upkeep.rollback.stopped')
    await shelf.swapOut()
    crashPoint('upkeep.rollback.swapped')
    if (!shelf.isUsableByOld()) {
      await shelf.putBack()
      databasePutBack = true
    }
  }
  tell(`The old executable is back. Starting it: ${starter.startsBy}`)
  await starter.start(signal)
  if (starter.isByHand === true) return { kind: 'rolled_back', because, running: false, databasePutBack }
  const running = await within(
    clock,
    rollbackMs,
    'coming up',
    (inner) => answers(engine, starter, clock, inner),
    signal,
  ).catch(() => false)
  return { kind: 'rolled_back', because, running, databasePutBack }
}

async function answers(engine: EngineAccess, starter: Starter, clock: Clock, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    if ((await engine.state(signal)).kind === 'runs') return true
    if ((await starter.failure()) !== undefined) return false
    await clock.sleep(lookMs, signal)
  }
}
