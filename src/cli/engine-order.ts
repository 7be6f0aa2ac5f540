import { exitCodes } from '../app/exit-codes.ts'
import { type Held, heldSchema } from '../web/control.ts'
import type { Terminal } from './command.ts'
import { askEngine, type EngineRequest, notRunning } from './engine-client.ts'
import { settingsFor } from './settings.ts'

/** Gives an order to the running engine and says what came of it; returns the exit code. */
export async function orderEngine(
  terminal: Terminal,
  request: EngineRequest,
  tell: (held: Held) => readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { data } = settingsFor(terminal, [])
  const asked = await askEngine(data.dir, request, heldSchema, signal)
  if (asked.kind === 'answered') {
    for (const line of tell(asked.value)) terminal.out(line)
    return exitCodes.ok
  }
  terminal.err(`salehi: ${asked.kind === 'absent' ? notRunning(data.dir) : asked.because}`)
  return exitCodes.failed
}

/** How many calls are up, as a sentence begins: `2 calls are up`. */
export function callsUp({ liveCalls }: Held): string {
  if (liveCalls === 0) return 'no call is up'
  return liveCalls === 1 ? '1 call is up' : `${liveCalls} calls are up`
}
