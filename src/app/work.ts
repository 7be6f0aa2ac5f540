import { Bell } from '../kernel/bell.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { race, Scope, whenAborted } from '../kernel/scope.ts'
import { ShuttingDown } from '../session/shutting-down.ts'
import type { App } from './app.ts'
import { firstConnection } from './connection.ts'

/** How long the first call waits for the panel to know our scenarios and lines. */
const registrationMs = 3_000

export interface WorkOptions {
  /** End when everybody on the lists is settled; an Asterisk that does not answer yet is not waited for then. */
  readonly untilDone: boolean
  /** How long calls may go on after `stop`. */
  readonly drainMs: number
}

/**
 * Everything that runs while the engine does; ends when the lists are done, or `stop` aborts and the calls have ended.
 * `cut` is aborted when they take longer than they may.
 */
export async function work(app: App, options: WorkOptions, stop: AbortSignal, cut: AbortController): Promise<void> {
  await using scope = new Scope(cut.signal)
  scope.spawn((signal) => app.asterisk.run(signal))
  scope.spawn((signal) => app.incidents.run(signal))
  await firstConnection(app.asterisk, !options.untilDone, AbortSignal.any([stop, scope.signal]))
  scope.spawn((signal) => app.adopt(stop, signal))
  scope.spawn((signal) => app.worker.run(signal))
  scope.spawn((signal) => app.answer(stop, signal))
  scope.spawn((signal) => app.watchHealth(signal))
  await registered(app, scope)
  scope.spawn(async (signal) => {
    await app.supply?.run(signal)
  })
  const working = Promise.all([app.dialer.run(options.untilDone, stop, scope.signal), untilIdle(app, stop, options)])
  await race<unknown>(
    new AbortController().signal,
    () => working,
    async (signal) => {
      await whenAborted(stop, signal)
      await clock.sleep(options.drainMs, signal)
      cut.abort(new ShuttingDown('the calls took longer to end than DRAIN_TIMEOUT allows'))
    },
  ).catch((error: unknown) => {
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
  await told.wait(clock, registrationMs, scope.signal)
}

/** Inbound calls too come to their end before the engine does. */
async function untilIdle(app: App, stop: AbortSignal, { untilDone }: WorkOptions): Promise<void> {
  if (untilDone) return
  await whenAborted(stop, new AbortController().signal)
  await app.registry.idle()
}
