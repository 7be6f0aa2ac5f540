import type { Change, Day, LogLine } from '../../../api/contract.ts'

/** More lines are not kept: the log file has them. */
export const mostLines = 200

/** The day after a change: parts that came replace theirs, calls come and go one by one, in the order they came up. */
export function merge(day: Day, change: Change): Day {
  const { calls, ...parts } = change
  return calls === undefined ? { ...day, ...parts } : { ...day, ...parts, calls: mergeCalls(day.calls, calls) }
}

/** The latest lines, oldest first; one that came twice stands once. */
export function mergeLines(before: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const latest = new Map([...before, ...more].map((line) => [line.n, line]))
  return [...latest.values()].toSorted((one, other) => one.n - other.n).slice(-mostLines)
}

type CallChange = NonNullable<Change['calls']>

function mergeCalls(before: Day['calls'], { changed, gone }: CallChange): Day['calls'] {
  const calls = new Map(before.map((call) => [call.id, call]))
  for (const call of changed) calls.set(call.id, call)
  for (const id of gone) calls.delete(id)
  return [...calls.values()]
}
