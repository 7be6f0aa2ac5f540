import { bareAnswer, bareTail, hasUnheardBut } from './bare-answer.ts'
import type { Evidence } from './evidence.ts'
import type { Verdict } from './meaning.ts'
import { isWilling, thoughts } from './thoughts.ts'
import type { Word } from './word.ts'

/**
 * Weighs the evidence. Wishes to be left alone come first, then the question about the number, then yes against no:
 * the last thought that says something clearly decides, and where it says both equally we do not know.
 */
export function decide(words: readonly Word[], evidence: readonly Evidence[]): Verdict {
  const strongest = (...signals: readonly Evidence['signal'][]): number =>
    Math.max(0, ...evidence.filter((one) => signals.includes(one.signal)).map((one) => one.strength))

  if (strongest('opt_out') === 3 || forbidsCalling(words, evidence)) return { intent: 'remove_me', sure: true }
  const refusal = strongest('refuse')
  if (strongest('source') === 3) {
    return evidence.some((one) => saysNoToIt(words, one))
      ? { intent: 'no', sure: false }
      : { intent: 'number_question', sure: true }
  }
  if (strongest('opt_out') === 2) return { intent: 'remove_me', sure: false }
  if (strongest('source') === 2 && refusal < 3 && strongest('accept', 'interest') < 3) {
    return { intent: 'number_question', sure: false }
  }

  const last = thoughts(words, evidence).at(-1)
  if (last === undefined) return bareAnswer(words, evidence)
  if (words.length > 15 && last.every(isWeak)) return { intent: 'unknown', sure: false }
  const verdict = weigh(words, last)
  const tail = bareTail(words, lastEnd(last))
  if (tail === 'no' && verdict.intent !== 'no') return { intent: 'no', sure: false }
  if (tail === 'yes' && verdict.intent === 'no') return { intent: 'unknown', sure: false }
  if (hasUnheardBut(words, lastEnd(last))) return { intent: verdict.intent === 'no' ? 'no' : 'unknown', sure: false }
  return drownedOut(evidence, last) ? { intent: 'unknown', sure: false } : verdict
}

/** «Don't call» is for ever unless it is «not now» or comes with a time that suits. */
function forbidsCalling(words: readonly Word[], evidence: readonly Evidence[]): boolean {
  const suits = words.some((word) => word.tags.has('call') && word.tags.has('pos') && word.tags.has('imp'))
  return evidence.some((one) => {
    if (one.signal !== 'dont_call') return false
    const before = words.slice(Math.max(0, one.to - 7), one.to)
    const forEver = before.some((word) => ['again', 'ever', 'so'].some((tag) => word.tags.has(tag)))
    const notNow = before.some((word) => ['now', 'later', 'when', 'daytime'].some((tag) => word.tags.has(tag)))
    if (notNow) return forEver && !suits
    return forEver || !suits
  })
}

/** A refusal of the offer itself, as against whatever else one does not have or did not do. */
function saysNoToIt(words: readonly Word[], one: Evidence): boolean {
  const phrase = words.slice(one.from, one.to)
  return one.signal === 'refuse' && phrase.some((word) => word.tags.has('neg')) && phrase.some(isWilling)
}

/** Yes against no within one thought. */
function weigh(words: readonly Word[], thought: readonly Evidence[]): Verdict {
  const yes = thought.filter((one) => agrees(one))
  const no = thought.filter((one) => !agrees(one))
  const yesStrength = Math.max(0, ...yes.map((one) => one.strength))
  const noStrength = Math.max(0, ...no.map((one) => one.strength))
  if (no.length === 0)
    return isDoubtfulYes(words, yes) ? { intent: 'unknown', sure: false } : { intent: 'yes', sure: yesStrength === 3 }
  if (yes.length === 0) return { intent: 'no', sure: noStrength === 3 }
  if (noStrength > yesStrength) return { intent: 'no', sure: false }
  const endsInYes = lastEnd(yes.filter((one) => one.strength === yesStrength)) > lastEnd(no)
  if (yesStrength > noStrength) return { intent: endsInYes || no.every(isWeak) ? 'yes' : 'unknown', sure: false }
  if (noStrength < 3 && lastEnd(yes) === lastEnd(no)) return { intent: 'unknown', sure: false }
  if (!endsInYes) return { intent: 'no', sure: false }
  // «وقت ندارم زود بگید», «حضوری نمی‌تونم بیام، آنلاین دارید؟»: short of time or of one thing, not of will.
  const willing = no.every((one) => one.signal === 'busy') && words.some((word) => word.tags.has('quick'))
  const asks = yes.some((one) => one.signal === 'interest' && one.to > lastEnd(no))
  return { intent: willing || asks ? 'yes' : 'unknown', sure: false }
}

/** A no before a mere question may be meant; so may a negation we did not understand next to a mere hint of a yes. */
function isDoubtfulYes(words: readonly Word[], yes: readonly Evidence[]): boolean {
  const asksOnly = yes.every((one) => one.signal === 'interest')
  if (asksOnly && words.some((word, at) => word.tags.has('no') && !words[at - 1]?.tags.has('or'))) return true
  const from = words.findLastIndex((word, at) => word.tags.has('but') && at < lastEnd(yes))
  return (
    yes.every(isWeak) &&
    words.some((word, at) => at > from && word.tags.has('neg') && !yes.some((one) => one.from <= at && at < one.to))
  )
}

/** Whether «who are you», a bad line or «hold on» outweighs the little that was answered. */
function drownedOut(evidence: readonly Evidence[], thought: readonly Evidence[]): boolean {
  const noise = evidence.filter((one) => one.signal === 'noise' && one.strength === 3)
  if (noise.length === 0) return false
  const strong = thought.filter((one) => one.strength === 3)
  if (strong.length === 0) return true
  return strong.every((one) => one.signal === 'accept') && lastEnd(noise) >= lastEnd(strong)
}

function agrees(one: Evidence): boolean {
  return one.signal === 'accept' || one.signal === 'interest'
}

function isWeak(one: Evidence): boolean {
  return one.strength < 3
}

function lastEnd(evidence: readonly Evidence[]): number {
  return Math.max(0, ...evidence.map((one) => one.to))
}
