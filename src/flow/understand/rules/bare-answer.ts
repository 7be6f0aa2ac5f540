import type { Evidence } from './evidence.ts'
import type { Verdict } from './meaning.ts'
import type { Word } from './word.ts'

/** What a reply means that says nothing but, at most, «yes» or «no». */
export function bareAnswer(words: readonly Word[], evidence: readonly Evidence[]): Verdict {
  if (evidence.some((one) => one.signal === 'noise' && one.strength === 3)) return { intent: 'unknown', sure: true }
  const answers = words.flatMap((_, at) => {
    const kind = answerOf(words, at)
    return kind === undefined ? [] : [{ kind, at }]
  })
  const first = answers[0]
  const last = answers.at(-1)
  if (first === undefined || last === undefined) {
    return { intent: 'unknown', sure: words.every(isSmallTalk) }
  }
  const rest = words.filter((word, at) => !isSmallTalk(word) && answerOf(words, at) === undefined).length
  // Somebody else's conversation has its own yes and no in the middle.
  if (rest > 6 && first.at > 1 && last.at < words.length - 2) return { intent: 'unknown', sure: false }
  if (last.kind === 'yes' && first.kind === 'no') return { intent: 'unknown', sure: false }
  // «الو بله» greets as often as it agrees.
  if (last.kind === 'yes' && words.some(isHello) && words.every((word) => isSmallTalk(word) || word.tags.has('yes'))) {
    return { intent: 'unknown', sure: false }
  }
  if (last.kind === 'yes' && hasUnheardBut(words, last.at)) return { intent: 'unknown', sure: false }
  // «نه راحتم», «نه، X»: the courteous no and the refusing one begin alike.
  if (last.kind === 'no' && words.slice(last.at + 1).some(isWeighty)) return { intent: 'unknown', sure: false }
  if (last.kind === 'yes' && words.some((word) => word.tags.has('neg'))) return { intent: 'unknown', sure: false }
  const mixed = first.kind !== last.kind
  return { intent: last.kind, sure: rest <= 1 && !mixed }
}

/** Whether a «but» at or after `from` brings something we did not understand; «but be quick» is no objection. */
export function hasUnheardBut(words: readonly Word[], from: number): boolean {
  const but = words.findLastIndex((word) => word.tags.has('but'))
  if (but < from) return false
  const rest = words.slice(but + 1).filter((word) => !isSmallTalk(word))
  return rest.length > 0 && !rest.some((word) => word.tags.has('quick'))
}

/** The bare yes or no in the few words after everything else was said. */
export function bareTail(words: readonly Word[], from: number): 'yes' | 'no' | undefined {
  if (words.length - from > 4) return undefined
  for (let at = words.length - 1; at >= from; at--) {
    if (words[at]!.tags.has('no') && !words[at - 1]?.tags.has('or')) return 'no'
    if (words[at]!.tags.has('yes')) return 'yes'
  }
  return undefined
}

function answerOf(words: readonly Word[], at: number): 'yes' | 'no' | undefined {
  const { tags } = words[at]!
  if (tags.has('no')) return words[at - 1]?.tags.has('or') ? undefined : 'no'
  if (tags.has('ever') && words.length <= 2) return 'no'
  return ['yes', 'ok', 'sure', 'fine', 'ofcourse'].some((tag) => tags.has(tag)) ? 'yes' : undefined
}

function isSmallTalk(word: Word): boolean {
  return ['hello', 'thanks', 'bye', 'dear', 'filler', 'aha', 'sorry', 'kindly', 'you', 'hope'].some((tag) =>
    word.tags.has(tag),
  )
}

/** Whether a word could turn the answer it follows. */
function isWeighty(word: Word): boolean {
  return (
    !isSmallTalk(word) &&
    !['again', 'me', 'to', 'now', 'but'].some((tag) => word.tags.has(tag)) &&
    !/^(خیلی|شم|حاجی|روز|خوش|شب)$/.test(word.text)
  )
}

function isHello(word: Word): boolean {
  return word.text === 'الو' || word.text === 'هلو'
}
