import type { Language } from '../language/format.ts'
import { inPersian } from '../language/persian-sentences.ts'
import { type Element, el, type Node } from '../tree.ts'
import type { View } from '../views/view.ts'

/** A phone number or extension, in the digits of the page; empty where it is withheld. */
export function phone({ say, words }: View, number: string): Node {
  if (number === '') return el('span', { class: 'muted' }, words.day.live.withheld)
  return el('bdi', { class: 'phone', dir: 'ltr' }, say.digits(number))
}

/** What somebody wrote, in whatever language. */
export function written(text: string, className = 'written'): Element {
  return el('bdi', { class: className, dir: 'auto' }, text)
}

/** A sentence of the server, which speaks English: on a Persian page in Persian where it is known, else marked as English. */
export function english(language: Language, text: string, className = 'english'): Element {
  const said = language === 'fa' ? inPersian(text) : text
  return said === undefined
    ? el('span', { class: className, lang: 'en', dir: 'ltr' }, text)
    : el('span', { class: className }, said)
}

/** A name of a program's world: a file, a setting, an id. */
export function code(text: string): Element {
  return el('code', { dir: 'ltr', translate: 'no' }, text)
}

/** An instant, readable by machines too. */
export function when(at: number, text: string): Element {
  return el('time', { datetime: new Date(at).toISOString() }, text)
}

/** For screen readers alone. */
export function unseen(text: string): Element {
  return el('span', { class: 'unseen' }, text)
}

/** Where a table has nothing to tell. */
export function absent(): Element {
  return el('span', { class: 'absent' }, '–')
}
