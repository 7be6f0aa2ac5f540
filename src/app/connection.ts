import type { AriStatus } from '../ari/status.ts'
import type { App } from './app.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/**
 * Waits for the first word from Asterisk. A refusal that only a person can change ends the start; an Asterisk that does
 * not answer yet is waited for by whoever has the time (`patient`).
 */
export async function firstConnection(asterisk: App['asterisk'], patient: boolean, signal: AbortSignal): Promise<void> {
  const status = await firstStatus(asterisk, signal)
  if (status.kind === 'up') return
  if (status.kind !== 'refused' || (patient && status.because === 'unreachable')) return
  throw new StartFault(status.message, status.because === 'unreachable' ? exitCodes.failed : exitCodes.config)
}

async function firstStatus(asterisk: App['asterisk'], signal: AbortSignal): Promise<AriStatus> {
  const told = Promise.withResolvers<AriStatus>()
  using _listening = asterisk.onStatus(told.resolve)
  const onAbort = (): void => told.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const now = asterisk.status()
    return now.kind === 'connecting' ? await told.promise : now
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
