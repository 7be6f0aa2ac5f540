import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../engine.ts'

const pollMs = 20

/** Waits until the executable has printed so many lines that match. */
export async function printed(engine: Engine, pattern: RegExp, times: number, signal: AbortSignal): Promise<void> {
  const all = new RegExp(pattern, 'g')
  while ((engine.output.match(all)?.length ?? 0) < times) {
    if (signal.aborted) throw new Error(`${pattern} was not printed ${times} times:\n${engine.output}`)
    await sleep(pollMs)
  }
}
