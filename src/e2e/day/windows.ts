/** The fullest window found, and every instant at which one held more than allowed. Times in epoch milliseconds. */
export interface Fullest {
  readonly most: number
  readonly over: readonly number[]
}

/** The most starts in any window of that length (its end left out), and the starts that made one fuller than the limit. */
export function fullestWindow(starts: readonly number[], windowMs: number, limit: number): Fullest {
  const sorted = starts.toSorted((one, other) => one - other)
  let first = 0
  let most = 0
  const over: number[] = []
  for (const [at, start] of sorted.entries()) {
    while (start - (sorted[first] ?? start) >= windowMs) first++
    const held = at - first + 1
    most = Math.max(most, held)
    if (held > limit) over.push(start)
  }
  return { most, over }
}

/** A stretch of time with both ends; one that has no end lasts for ever. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** The most spans that are open at once, and the beginnings that made them more than the limit. */
export function fullestMoment(spans: readonly Span[], limit: number): Fullest {
  const turns = spans
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .flatMap(({ fromMs, toMs }) => [
      { at: fromMs, by: 1 },
      { at: toMs, by: -1 },
    ])
    // At the same instant who leaves makes room for who comes.
    .toSorted((one, other) => one.at - other.at || one.by - other.by)
  let open = 0
  let most = 0
  const over: number[] = []
  for (const { at, by } of turns) {
    open += by
    most = Math.max(most, open)
    if (by === 1 && open > limit) over.push(at)
  }
  return { most, over }
}
