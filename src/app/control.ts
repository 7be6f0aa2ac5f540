import { chmodSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Gates } from '../dialer/gates.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Pause } from '../store/pause.ts'
import { createWebApp, type WebPorts } from '../web/app.ts'
import type { Controls } from '../web/control.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** Where the commands find the engine that runs on a data folder. */
export function controlSocket(dataDir: string): string {
  return join(dataDir, 'salehi.sock')
}

/**
 * Serves the control routes on the socket of a data folder until disposed; whoever holds the folder calls it, so a socket
 * that is there is left of an engine that died. Throws {@link StartFault}.
 */
export function serveControl(dataDir: string, ports: WebPorts): AsyncDisposable {
  const path = controlSocket(dataDir)
  removeStale(path)
  // Nobody may connect between its making and a change of its mode.
  const before = process.umask(0o117)
  try {
    const server = Bun.serve({ unix: path, fetch: createWebApp(ports).fetch })
    chmodSync(path, 0o660)
    return { [Symbol.asyncDispose]: () => server.stop(true) }
  } catch (error) {
    throw new StartFault(unusable(path, error), exitCodes.failed)
  } finally {
    process.umask(before)
  }
}

function removeStale(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isSocket()) {
    throw new StartFault(`${path} is in the way of salehi's own socket: move it elsewhere`, exitCodes.failed)
  }
  rmSync(path, { force: true })
}

function unusable(path: string, error: unknown): string {
  const because = error instanceof Error ? error.message : String(error)
  return `${path} cannot be opened (${because}): give this user the right to DATA_DIR`
}

/** What {@link engineControls} acts on. */
export interface Controlled {
  readonly pause: Pause
  readonly gates: Pick<Gates, 'shut' | 'open'> & {
    /** Opens on trial, now, what failures shut. */
    tryNow(): void
  }
  /** Asks the engine to end when its calls have. */
  readonly end: () => void
  /** Lets dialer and outbox look at once. */
  readonly wake: () => void
  readonly clock: Clock
  readonly log: Log
}

/** The orders of a person, carried out; a pause is on the disk before it is told of. */
export function engineControls({ pause, gates, end, wake, clock, log }: Controlled): Controls {
  return {
    pause(because) {
      pause.set(because, clock.now())
      gates.shut('paused', because)
      log.info('control.paused', 'dialing is paused by hand')
    },
    resume() {
      pause.clear()
      gates.open('paused')
      gates.tryNow()
      log.info('control.resumed', 'dialing is resumed by hand')
      wake()
    },
    drain() {
      log.info('control.draining', 'asked to end when the calls that are up have ended')
      end()
    },
    changed: wake,
  }
}

/** Shuts the gate of a pause that was asked for before this engine started. */
export function keepPause({ pause, gates }: Pick<Controlled, 'pause' | 'gates'>): void {
  const paused = pause.get()
  if (paused !== undefined) gates.shut('paused', paused.because)
}
