import { type Element, el } from '../tree.ts'
import { type IconName, icon } from './icon.ts'

/** How things stand; every tone has a sign of its own beside its colour. */
export type Tone = 'well' | 'wait' | 'wrong' | 'plain' | 'note'

const signs: Readonly<Record<Tone, IconName>> = {
  well: 'well',
  wait: 'wait',
  wrong: 'wrong',
  plain: 'off',
  note: 'live',
}

/** A state in a word, with its sign. */
export function chip(tone: Tone, word: string, sign: IconName = signs[tone]): Element {
  return el('span', { class: `chip chip-${tone}` }, icon(sign), word)
}
