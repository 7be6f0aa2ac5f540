import { Bell } from '../kernel/bell.ts'
import { race, Scope, whenAborted } from '../kernel/scope.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import type { App } from './app.ts'
import { firstConnection } from './connection.ts'

/** How long the first call waits for the panel to know our scenarios and lines. */
const registrationMs = 3_000
/** How long the first call waits for the first look at disk, sounds and trunk. */
const firstLookMs = 5_000

export interface WorkOptions {
  /** End when everybody on the lists is settled; an Asterisk that does not answer yet is not waited for then. */
  readonly untilDone: boolean
  /** How long calls may go on after `stop`. */
  readonly drainMs: number
}

/**
 * Everything that runs while the engine does; ends when the lists are done, or `stop` aborts, and the calls have ended.
 * `cut` is aborted when they take longer than they may.
 */
export async function work(app: App, options: WorkOptions, stop: AbortSignal, cut: AbortController): Promise<void> {
  const { clock } = app
  const done = new AbortController()
  const closing = AbortSignal.any([stop, done.signal])
  await using scope = new Scope(cut.signal)
  scope.spawn((signal) => app.asterisk.run(signal))
  scope.spawn((signal) => app.incidents.run(signal))
  scope.spawn((signal) => app.upkeep.run(signal))
  scope.spawn((signal) => app.keepWithin(signal))
  await firstConnection(app.asterisk, !options.untilDone, AbortSignal.any([stop, scope.signal]))
  const looked = new Bell()
  scope.spawn((signal) => app.watchHealth(() => looked.ring(), signal))
  scope.spawn((signal) => app.adopt(closing, signal))
  scope.spawn((signal) => app.worker.run(signal))
  scope.spawn((signal) => app.answer(closing, signal))
  await registered(app, scope)
  await looked.wait(clock, firstLookMs, scope.signal)
  scope.spawn(async (signal) => {
    await app.supply?.run(signal)
  })
  const working = async (): Promise<void> => {
    await app.dialer.run(options.untilDone, stop, scope.signal)
    done.abort(new ShuttingDown('the lists are done'))
    await app.registry.idle() // callers too come to their end before the engine does
  }
  await race<unknown>(new AbortController().signal, working, async (signal) => {
    await whenAborted(closing, signal)
    // An upgrade has waited for the calls that would be cut; it does not wait for those that go on by themselves.
    await race<unknown>(
      signal,
      (inner) => clock.sleep(options.drainMs, inner),
      (inner) => app.upkeep.handedOver(inner),
    )
    cut.abort(new ShuttingDown('the calls took longer to end than DRAIN_TIMEOUT allows'))
  }).catch((error: unknown) => {
    if (!(error instanceof ShuttingDown)) throw error
  })
  await app.drainReports(new AbortController().signal)
}

/** A panel that knows our lines gives them ids, which every report should carry; one that is slow is told meanwhile. */
async function registered(app: App, scope: Scope): Promise<void> {
  const told = new Bell()
  scope.spawn(async (signal) => {
    await app.register(signal)
    told.ring()
  })
  await told.wait(app.clock, registrationMs, scope.signal)
}
