import type { Stretch } from '../rig/stretches.ts'

/** The longest a speaker waited, from the end of their words to the next sound they heard; 0 when they never did. */
export function longestWaitMs(says: readonly Stretch[], hears: readonly Stretch[]): number {
  const waits = says.flatMap((said, at) => {
    const next = hears.find((heard) => heard.startMs >= said.endMs)
    const meanwhile = next === undefined || (says[at + 1]?.startMs ?? Number.POSITIVE_INFINITY) < next.startMs
    return meanwhile ? [] : [next.startMs - said.endMs]
  })
  return Math.max(0, ...waits)
}
