import { Mailbox } from '../../kernel/mailbox.ts'
import type { DayOutcome } from './day.ts'
import type { DayKind } from './day-plan.ts'
import type { DayOrder } from './day-worker.ts'

/** Plays the days of seeds, so many at once, and hands out what came of each as it ends. */
export async function* playSeeds(
  seeds: readonly number[],
  kind: DayKind,
  jobs: number,
): AsyncGenerator<DayOutcome, void, void> {
  const waiting = [...seeds]
  const ended = new Mailbox<DayOutcome | Error>(seeds.length)
  const workers = Array.from({ length: Math.min(jobs, seeds.length) }, () => {
    const worker = new Worker(new URL('./day-worker.ts', import.meta.url).href)
    const next = (): void => {
      const seed = waiting.shift()
      if (seed !== undefined) worker.postMessage({ seed, kind } satisfies DayOrder)
    }
    worker.onmessage = ({ data }: MessageEvent<DayOutcome>) => {
      ended.put(data)
      next()
    }
    worker.onerror = (event) => void ended.put(new Error(event.message))
    next()
    return worker
  })
  try {
    for (let left = seeds.length; left > 0; left--) {
      const outcome = await ended.take(new AbortController().signal)
      if (outcome instanceof Error) throw outcome
      yield outcome
    }
  } finally {
    for (const worker of workers) worker.terminate()
  }
}
