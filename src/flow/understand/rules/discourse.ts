import type { Evidence } from './evidence.ts'
import type { Word } from './word.ts'

/** Whether a word opens a new thought: it turns against («ولی»), corrects («یعنی») or concludes («پس») what went before. */
export function turns(words: readonly Word[], at: number): boolean {
  const { tags, text } = words[at]!
  if (['but', 'frankly', 'ofcourse', 'turn'].some((tag) => tags.has(tag))) return true
  // «قبلا می‌خواستم، الان نه»
  if (tags.has('now') && words.slice(0, at).some((word) => earlier.has(word.text))) return true
  // «حالا بگو», but not «حالا وقت ندارم».
  return (
    text === 'حالا' &&
    words.slice(at + 1, at + 4).some((word) => word.tags.has('imp') && word.tags.has('pos') && !word.tags.has('call'))
  )
}

const earlier: ReadonlySet<string> = new Set(['قبلا', 'قبلنا', 'دیروز', 'پارسال', 'اولش', 'قدیم', 'قدیما'])

/** A stretch of words and why the speaker does not answer for them. */
interface Aloof {
  readonly from: number
  readonly to: number
  readonly why: 'reported' | 'supposed' | 'past' | 'otherwise' | 'unasked'
}

/**
 * The evidence the speaker stands behind. What somebody else says («خانمم میگه نه ولی…») counts less, and not at all
 * where the speaker has an answer too; what is only supposed («اگه وقت داشتم»), over («دستم بند بود») or not being asked
 * («مهم نیست شماره از کجاست») does not count.
 */
export function vouchedFor(words: readonly Word[], all: readonly Evidence[]): readonly Evidence[] {
  const stretches = words.flatMap((_, at) => aloof(words, at))
  const why = (one: Evidence): Aloof | undefined =>
    stretches.find(({ from, to, why }) => from <= one.from && one.from < to && concerns(why, one))
  const own = all.filter((one) => why(one) === undefined)
  const answered = own.some((one) => one.strength > 1 && one.signal !== 'noise')
  const agreed = own.some((one) => one.strength === 3 && (one.signal === 'accept' || one.signal === 'interest'))
  return all.flatMap((one): readonly Evidence[] => {
    const stretch = why(one)
    if (stretch === undefined) return [one]
    if (stretch.why !== 'reported') return []
    // Whoever passes on «leave us alone» means it, unless they go on to want something of us.
    const forbids = one.signal === 'opt_out' || one.signal === 'dont_call'
    if (forbids) return agreed ? [] : [{ ...one, signal: 'opt_out', strength: 2 }]
    return answered ? [] : [{ ...one, strength: 2 }]
  })
}

/** The stretches that begin at a word. */
function aloof(words: readonly Word[], at: number): readonly Aloof[] {
  const has = (tag: string): boolean => words[at]!.tags.has(tag)
  const until = (ends: (word: Word, index: number) => boolean): number => {
    const end = words.findIndex((word, index) => index > at && (turns(words, index) || ends(word, index)))
    return end === -1 ? words.length : end
  }
  const found: Aloof[] = []
  if (has('say') && has('p3') && has('pos') && !has('subj') && !words[at - 1]?.tags.has('who')) {
    found.push({ from: at + 1, to: until((word) => isSpeaker(word)), why: 'reported' })
  }
  if (has('if')) {
    const verb = until((word) => word.tags.has('v'))
    const { tags } = words[verb] ?? words[at]!
    const isAnswer = tags.has('imp') || (tags.has('p1') && tags.has('pres') && !tags.has('have'))
    found.push({ from: at + 1, to: isAnswer ? verb : verb + 1, why: 'supposed' })
  }
  if (has('v') && has('past') && (has('be') || has('do')) && !has('part')) {
    found.push({ from: Math.max(0, at - 3), to: at + 1, why: 'past' })
  }
  if (words[at]!.text === 'وگرنه') found.push({ from: at, to: words.length, why: 'otherwise' })
  if (/^(مهم|کار|کاری)$/.test(words[at]!.text) && words[at + 1]?.tags.has('neg')) {
    found.push({ from: at, to: at + 7, why: 'unasked' })
  }
  if (has('know') && has('p1') && has('pos') && has('pres')) found.push({ from: at, to: at + 4, why: 'unasked' })
  return found
}

function concerns(why: Aloof['why'], { signal, strength }: Evidence): boolean {
  switch (why) {
    case 'unasked':
      return signal === 'source'
    case 'past':
      return signal === 'busy'
    case 'supposed':
      return signal === 'accept' || signal === 'refuse' || signal === 'busy'
    case 'reported':
      return !['source', 'interest', 'noise'].includes(signal) && strength > 1
    case 'otherwise':
      return ['accept', 'interest', 'refuse', 'busy'].includes(signal)
  }
}

/** Whether the speaker speaks of themselves or to us again. */
function isSpeaker({ tags }: Word): boolean {
  return tags.has('me') || tags.has('mine') || tags.has('you')
}
