import { bareAnswer, bareTail, hasUnheardBut } from './bare-answer.ts'
import type { Evidence } from './evidence.ts'
import type { Verdict } from './meaning.ts'
import { isWilling, thoughts } from './thoughts.ts'
import type { Word } from './word.ts'
import { agrees, invites, isReason, isWeak, lastEnd, weigh, withReserve } from './yes-against-no.ts'

/**
 * Weighs the evidence. Wishes to be left alone come first, then the question about the number, then yes against no:
 * the last thought that says something clearly decides, and where it says both equally we do not know.
 */
export function decide(words: readonly Word[], evidence: readonly Evidence[]): Verdict {
  const verdict = lean(words, evidence)
  return isTorn(verdict, evidence) ? { intent: 'unknown', sure: false } : verdict
}

/**
 * A doubtful no beside a plain question about the offer may be either, unless the refusal comes after it: taking one for
 * the other costs more than asking.
 */
function isTorn(verdict: Verdict, evidence: readonly Evidence[]): boolean {
  if (verdict.intent !== 'no' || verdict.sure) return false
  const refused = lastEnd(evidence.filter((one) => one.signal === 'refuse' && one.strength === 3))
  return evidence.some((one) => one.signal === 'interest' && one.strength === 3 && one.to > refused)
}

function lean(words: readonly Word[], evidence: readonly Evidence[]): Verdict {
  const strongest = (...signals: readonly Evidence['signal'][]): number =>
    Math.max(0, ...evidence.filter((one) => signals.includes(one.signal)).map((one) => one.strength))

  if (strongest('opt_out') === 3) return { intent: 'remove_me', sure: true }
  if (forbidsCalling(words, evidence)) return { intent: 'remove_me', sure: !comesAnyway(words) }
  const refusal = strongest('refuse')
  if (strongest('source') === 3) {
    const asked = lastEnd(evidence.filter((one) => one.signal === 'source'))
    const refused = evidence.some((one) => saysNoToIt(words, one, asked)) || bareTail(words, asked) === 'no'
    if (refused) return { intent: 'no', sure: false }
    return { intent: 'number_question', sure: !evidence.some((one) => one.from >= asked && invites(words, one)) }
  }
  if (strongest('opt_out') === 2) return { intent: 'remove_me', sure: false }
  if (strongest('source') === 2 && refusal < 3 && strongest('accept', 'interest') < 3) {
    return { intent: 'number_question', sure: false }
  }

  const all = thoughts(words, evidence)
  const last = all.at(-1)
  if (last === undefined) return bareAnswer(words, evidence)
  if (words.length > 15 && last.every(isWeak)) return { intent: 'unknown', sure: false }
  const verdict = withReserve(words, all.slice(0, -1).flat(), last) ?? weigh(words, last)
  const tail = bareTail(words, lastEnd(last))
  if (tail === 'no' && verdict.intent !== 'no') return { intent: 'no', sure: false }
  if (tail === 'yes' && verdict.intent === 'no') return { intent: 'unknown', sure: false }
  if (hasUnheardBut(words, lastEnd(last))) {
    return {
      intent: verdict.intent === 'no' && !last.every((one) => isReason(words, one)) ? 'no' : 'unknown',
      sure: false,
    }
  }
  if (drownedOut(evidence, last)) return { intent: 'unknown', sure: false }
  const doubtful = verdict.intent === 'yes' ? isMostlyUnheard(words) : goesOn(evidence, last)
  return doubtful ? { ...verdict, sure: false } : verdict
}

/** Whether a plain yes or question follows the refusal: «نمی‌خوام توضیح بدید» forbids it, «راضی نیستم، شرایطتون چیه» asks. */
function goesOn(evidence: readonly Evidence[], refused: readonly Evidence[]): boolean {
  return evidence.some((one) => agrees(one) && one.strength === 3 && one.from >= lastEnd(refused))
}

/** Whether too many words mean nothing to us to be sure that we are the one spoken to. */
function isMostlyUnheard(words: readonly Word[]): boolean {
  const unheard = words.filter((word) => word.tags.size === 0).length
  return unheard > 3 && unheard > words.length * 0.4
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

/** «زنگ نزنید، خودم میام»: it is the call that is not needed. */
function comesAnyway(words: readonly Word[]): boolean {
  return words.some(
    ({ tags }, at) =>
      /^خودم/.test(words[at - 1]?.text ?? '') && tags.has('p1') && (tags.has('come') || tags.has('call')),
  )
}

/** A refusal of the offer itself, as against whatever else one does not have or did not do, or any plain one after `asked`. */
function saysNoToIt(words: readonly Word[], one: Evidence, asked: number): boolean {
  if (one.signal !== 'refuse') return false
  const phrase = words.slice(one.from, one.to)
  return (
    (one.strength === 3 && one.from >= asked) || (phrase.some((word) => word.tags.has('neg')) && phrase.some(isWilling))
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
