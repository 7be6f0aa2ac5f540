/**
 * The known word one letter away, or undefined where there is none or it could be several things. The first letter is
 * never touched: in Persian it carries the negation. Short words stay as they are: too much is one letter away.
 */
export function spellings(word: string, known: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (word.length < 5 || word.length > 16) return undefined
  let found: string | undefined
  for (const candidate of neighbours(word)) {
    const tags = known.get(candidate)
    if (tags === undefined || tags.length === 0) continue
    if (found === undefined) found = candidate
    else if (!alike(known.get(found)!, tags)) return undefined
  }
  return found
}

/** Whether two readings agree in the meaning: their first tag and their polarity. */
function alike(first: readonly string[], second: readonly string[]): boolean {
  return first[0] === second[0] && first.includes('neg') === second.includes('neg')
}

function* neighbours(word: string): Generator<string> {
  for (let at = 1; at <= word.length; at++) {
    const before = word.slice(0, at)
    const after = word.slice(at)
    if (after !== '') yield before + after.slice(1)
    if (after.length > 1) yield before + after[1]! + after[0]! + after.slice(2)
    for (const letter of alphabet) {
      if (after !== '') yield before + letter + after.slice(1)
      yield before + letter + after
    }
  }
}

const alphabet = [...'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی']
