import { turns } from './discourse.ts'
import type { Evidence } from './evidence.ts'
import type { Verdict } from './meaning.ts'
import type { Word } from './word.ts'

/** «بگو ولی چیزی نمی‌خرم»: whoever lets us go on and then only names a limit has not refused. */
export function withReserve(
  words: readonly Word[],
  before: readonly Evidence[],
  last: readonly Evidence[],
): Verdict | undefined {
  const limits = last.filter((one) => !agrees(one))
  if (limits.length === 0 || last.some((one) => agrees(one) && !isWeak(one))) return undefined
  if (!before.some((one) => invites(words, one))) return undefined
  const isAbout = (...tags: readonly string[]): boolean =>
    limits.every((one) => words.slice(one.from, one.to).some((word) => tags.some((tag) => word.tags.has(tag))))
  if (isAbout('buy', 'give')) return { intent: 'yes', sure: false }
  return isAbout('buy', 'give', 'money') ? { intent: 'unknown', sure: false } : undefined
}

/** Yes against no within one thought. */
export function weigh(words: readonly Word[], thought: readonly Evidence[]): Verdict {
  const yes = thought.filter((one) => agrees(one))
  const no = thought.filter((one) => !agrees(one))
  const yesStrength = Math.max(0, ...yes.map((one) => one.strength))
  const noStrength = Math.max(0, ...no.map((one) => one.strength))
  if (no.length === 0)
    return isDoubtfulYes(words, yes) ? { intent: 'unknown', sure: false } : { intent: 'yes', sure: yesStrength === 3 }
  if (yes.length === 0) return { intent: 'no', sure: noStrength === 3 }
  if (noStrength > yesStrength) return { intent: 'no', sure: false }
  const endsInYes = lastEnd(yes.filter((one) => one.strength === yesStrength)) > lastEnd(no)
  const inHurry = words.some((word) => word.tags.has('quick'))
  if (yesStrength > noStrength) {
    const settles = yes.some(
      (one) => (one.to >= lastEnd(no) || inHurry) && (asksOrInvites(words, one) || wants(words, one)),
    )
    return { intent: settles ? 'yes' : 'unknown', sure: false }
  }
  if (noStrength < 3 && lastEnd(yes) === lastEnd(no)) return { intent: 'unknown', sure: false }
  if (!endsInYes) return { intent: 'no', sure: false }
  // «وقت ندارم زود بگید», «حضوری نمی‌تونم بیام، آنلاین دارید؟»: short of time or of one thing, not of will.
  const goOn = yes.some((one) => invites(words, one) && one.to > lastEnd(no))
  const willing =
    (goOn && no.every((one) => isReason(words, one))) || (no.every((one) => one.signal === 'busy') && inHurry)
  const asks = yes.some((one) => one.signal === 'interest' && !isWeak(one) && one.to > lastEnd(no))
  const strong = no.filter((one) => one.strength === 3)
  const twofold = strong.some((one) => strong.some((other) => other.signal !== one.signal && other.to <= one.from))
  return { intent: willing || (asks && !twofold) ? 'yes' : 'unknown', sure: false }
}

/** A no before a mere question may be meant; so may a negation we did not understand next to a mere hint of a yes. */
function isDoubtfulYes(words: readonly Word[], yes: readonly Evidence[]): boolean {
  const asksOnly = yes.every((one) => one.signal === 'interest')
  const from = words.findLastIndex((_, at) => turns(words, at) && at < lastEnd(yes))
  if (asksOnly && words.some((word, at) => at > from && word.tags.has('no') && !words[at - 1]?.tags.has('or')))
    return true
  return (
    yes.every(isWeak) &&
    words.some(
      (word, at) =>
        at > from &&
        word.tags.has('neg') &&
        !isSupposed(words, at) &&
        !yes.some((one) => one.from <= at && at < one.to),
    )
  )
}

/** Whether it lets us go on in so many words: «بگید», «بفرمایید», «گوش می‌دم»; what it would be about is interest too. */
export function invites(words: readonly Word[], one: Evidence): boolean {
  if (!agrees(one)) return false
  const { tags } = words[one.to - 1]!
  return one.signal === 'accept' && one.strength === 3 && (tags.has('imp') || tags.has('listen') || tags.has('willing'))
}

function asksOrInvites(words: readonly Word[], one: Evidence): boolean {
  return one.signal === 'interest' || invites(words, one)
}

/** A wish in so many words where no «no» is heard. */
function wants(words: readonly Word[], one: Evidence): boolean {
  return words[one.to - 1]!.tags.has('want') && !words.some((word) => word.tags.has('no'))
}

/** Why one would say no, without saying it: age, what one knows already, what one is busy with. */
export function isReason(words: readonly Word[], one: Evidence): boolean {
  const phrase = words.slice(one.from, one.to)
  const has = (...tags: readonly string[]): boolean => phrase.some((word) => tags.some((tag) => word.tags.has(tag)))
  if (has('neg', 'no')) return false
  return one.signal === 'busy' ? !has('call', 'later', 'can') : has('old', 'aged', 'age', 'expert', 'skilled')
}

/** «اگه گرون نباشه»: a negation that is only supposed. */
function isSupposed(words: readonly Word[], at: number): boolean {
  return words[at]!.tags.has('subj') && words.slice(Math.max(0, at - 4), at).some((word) => word.tags.has('if'))
}

/** Whether it speaks for a yes. */
export function agrees(one: Evidence): boolean {
  return one.signal === 'accept' || one.signal === 'interest'
}

/** Whether it only hints. */
export function isWeak(one: Evidence): boolean {
  return one.strength < 3
}

/** Where the last of it ends. */
export function lastEnd(evidence: readonly Evidence[]): number {
  return Math.max(0, ...evidence.map((one) => one.to))
}
