/** At most this many names are listed in a message. */
const maxListed = 8

/** The name most like `word`, when one is like enough to be meant. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  const short = word.slice(0, 64).toLowerCase()
  let best: string | undefined
  let bestDistance = Math.min(3, Math.max(1, Math.floor(short.length / 3))) + 1
  for (const name of names) {
    const distance = editDistance(short, name.slice(0, 64).toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** What to say after «there is no x»: the name that was meant, else what there is. */
export function suggestion(word: string, names: Iterable<string>): string {
  const all = [...names]
  const near = nearest(word, all)
  if (near !== undefined) return `; did you mean "${near}"?`
  return all.length === 0 ? '; none is declared' : `; there is ${quoted(all)}`
}

/** Names for a sentence: `"a", "b"`, the long tail cut. */
export function quoted(names: Iterable<string>): string {
  const all = [...names]
  const listed = all.slice(0, maxListed).map((name) => `"${name}"`)
  return `${listed.join(', ')}${all.length > maxListed ? `, … (${all.length} in all)` : ''}`
}

/** Insertions, deletions, changes and swaps of neighbours from one word to the other. */
function editDistance(from: string, to: string): number {
  let before: number[] = []
  let above: number[] = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1]
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    before = above
    above = row
  }
  return above[to.length] ?? 0
}
