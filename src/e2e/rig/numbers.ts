import { customerClips } from './clips.ts'

/** What a talking customer may say, in the words of the clips. */
export type Saying = (typeof customerClips)[number]['name']

/** How a talking customer ends the call. */
export type Ending =
  | 'stays' // until we hang up, 60 s at most
  | 'hangs-up-after-last-word'
  | 'hangs-up-1s-later'
  | 'hangs-up-3s-later'
  | 'hangs-up-5s-later'
  | 'hangs-up-8s-later'
  | 'hangs-up-1.5s-after-answer'

const endings: Readonly<Record<Ending, number>> = {
  stays: 0,
  'hangs-up-after-last-word': 1,
  'hangs-up-1s-later': 2,
  'hangs-up-3s-later': 3,
  'hangs-up-5s-later': 5,
  'hangs-up-8s-later': 8,
  'hangs-up-1.5s-after-answer': 9,
}

/** A customer of the number scheme `0941RABCD`. */
export interface Talker {
  /** Ringing before the answer in half seconds, 0 to 9; 1 unless given. */
  readonly rings?: number
  /** At most three turns, each after we have spoken and fallen silent. */
  readonly says?: readonly Saying[]
  readonly ending?: Ending
  /** 0 to 99: makes numbers of the same manners differ. */
  readonly nth?: number
}

/** The number of a customer who talks so. */
export function talker({ rings = 1, says = [], ending = 'stays', nth = 0 }: Talker): string {
  if (says.length > 3 || rings < 0 || rings > 9 || nth < 0 || nth > 99) {
    throw new Error('A talking customer has at most 3 turns, 9 half seconds of ringing and 100 numbers.')
  }
  const digits = says.map((name) => customerClips.find((clip) => clip.name === name)!.digit).join('')
  return `0941${rings}${digits.padEnd(3, '0')}${endings[ending]}${String(nth).padStart(2, '0')}`
}

/** Customers and operators with a fixed manner; six or seven more digits make a number of it. */
export const manners = {
  speaksAtOnce: '0910',
  silent: '0911',
  hangsUpMidPrompt: '0912',
  ringsForEver: '0913',
  busy: '0914',
  /** Three digits of a Q.850 cause follow. */
  refuses: '0915',
  /** Three digits of a Q.850 cause follow. */
  switchedOffAnnouncement: '0916',
  echo: '0917',
  answeringMachine: '0918',
  pressesOneTwo: '0919',
  operator: '0920',
  talksForEver: '0921',
  shortHello: '0922',
  ringsThenRefuses: '0923',
  /** Three digits of a Q.850 cause follow. */
  refusesAtOnce: '0924',
  /** Three digits of a Q.850 cause follow. */
  answersThenCause: '0925',
  answersAndIsGone: '0926',
  /** Neither rings nor refuses: the network takes the call and says no more. */
  neverRings: '0927',
  load: '0930',
  saysYesOnce: '0931',
  /** A count and so many keys follow. */
  keysAfterPrompt: '0942',
  operatorNeverAnswers: '0943',
  operatorBusy: '0944',
  operatorLeavesAtOnce: '0945',
  operatorStays: '0946',
  /** A count and so many keys follow. */
  keyAfterEachPrompt: '0947',
  /** A count and so many keys follow. */
  keysOverPrompt: '0948',
  /** A clip's digit and a delay in half seconds follow. */
  speaksOverPrompt: '0949',
} as const

/** An 11 digit number of a fixed manner: its prefix, what the manner needs to know, and a number to tell them apart. */
export function manner(name: keyof typeof manners, details = '', nth = 1): string {
  const start = `${manners[name]}${details}`
  return start + String(nth).padStart(11 - start.length, '0')
}
