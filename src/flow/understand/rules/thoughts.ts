import { turns } from './discourse.ts'
import type { Evidence } from './evidence.ts'
import type { Word } from './word.ts'

/**
 * The evidence for yes or no, cut into thoughts at «but», «frankly» and their like; thoughts without any are left out.
 * What a refusal governs («نمی‌خوام توضیح بدید») and what belongs to another question («از کدوم آموزشگاه زنگ می‌زنید»)
 * is no evidence.
 */
export function thoughts(words: readonly Word[], all: readonly Evidence[]): readonly (readonly Evidence[])[] {
  const polar = all.filter(({ signal, strength }) => strength > 1 && polarSignals.has(signal))
  const evidence = polar.filter((one) => !isGoverned(words, one, polar) && !isAside(one, all))
  const starts = [0, ...words.flatMap((_, at) => (at > 0 && turns(words, at) ? [at] : []))]
  return starts
    .map((from, index) => evidence.filter((one) => one.from >= from && one.from < (starts[index + 1] ?? words.length)))
    .filter((thought) => thought.length > 0)
}

/** Signals that speak for yes or no. */
const polarSignals: ReadonlySet<string> = new Set(['accept', 'interest', 'refuse', 'busy'])

/** Whether what seems a yes completes, within three words and the same thought, a refusal or a negated verb. */
function isGoverned(words: readonly Word[], one: Evidence, all: readonly Evidence[]): boolean {
  const { tags } = words[one.to - 1]!
  const isWish = one.signal === 'accept' && tags.has('subj') && !tags.has('imp')
  // «فکر نکنم بخوام»
  if (isWish && words.slice(Math.max(0, one.from - 2), one.from).some((word) => word.tags.has('neg'))) return true
  return all.some((other) => {
    if (other.signal !== 'refuse' && other.signal !== 'busy') return false
    const phrase = words.slice(other.from, other.to)
    if (!phrase.at(-1)!.tags.has('neg') || other.to > one.from || one.from - other.to > 3) return false
    if (words.slice(other.to, one.from).some((_, index) => turns(words, other.to + index))) return false
    if (phrase.some((word) => word.tags.has('thinking'))) return true
    // «نمی‌خوام بدونم قیمتش چنده», but not «حضوری نمی‌تونم، آنلاین دارید».
    if (one.signal === 'interest')
      return (
        !words.slice(one.from, one.to).some((word) => word.tags.has('also')) &&
        phrase.some((word) => isWilling(word) && !word.tags.has('can'))
      )
    const governs = (word: Word): boolean => isWilling(word) && (tags.has('p1') || !word.tags.has('can'))
    return one.signal === 'accept' && (tags.has('subj') || tags.has('imp')) && phrase.some(governs)
  })
}

/** Words of wanting, needing and being able: refused, they govern what follows. */
export function isWilling(word: Word): boolean {
  return ['want', 'can', 'need', 'wish', 'willing', 'thinking'].some((tag) => word.tags.has(tag))
}

/** Whether what seemed an answer is part of a question about us or of a complaint about the line. */
function isAside(one: Evidence, all: readonly Evidence[]): boolean {
  if (one.signal !== 'interest' && one.signal !== 'accept') return false
  return all.some(
    (other) => other.signal === 'noise' && other.strength === 3 && other.from < one.to && one.from < other.to,
  )
}
