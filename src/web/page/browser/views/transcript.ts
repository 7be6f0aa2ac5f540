import type { CallView } from '../../../api/contract-calls.ts'
import { wordFor } from '../language/words.ts'
import { nothing, panel } from '../parts/panel.ts'
import { when, written } from '../parts/text.ts'
import { type Element, el } from '../tree.ts'
import { may, type View } from './view.ts'

/** What the caller said, and as what it was understood. */
export function transcript(view: View, { turns }: CallView): Element {
  const { words } = view
  const word = words.calls.call
  return panel(
    { id: 'transcript', title: word.transcript },
    turns.length === 0
      ? nothing(word.noTurns)
      : el('ol', { class: 'turns' }, ...turns.map((turn, n) => saying(view, turn, n))),
    may(view, 'operator') || turns.length === 0 ? undefined : el('p', { class: 'muted' }, word.hidden),
  )
}

function saying(
  { words, say }: View,
  { at, transcript: text, intent, by }: CallView['turns'][number],
  n: number,
): Element {
  const word = words.calls.call
  const said =
    text === undefined
      ? undefined
      : el('blockquote', {}, text === '' ? el('span', { class: 'muted' }, word.nothingHeard) : written(text))
  return el(
    'li',
    { key: String(n), class: 'turn' },
    said,
    el(
      'p',
      { class: 'turn-meaning' },
      when(at, say.exactTime(at)),
      ' · ',
      word.understood,
      ' ',
      el('b', {}, wordFor(words.calls.intents, intent)),
      by === 'none' ? undefined : [' ', el('span', { class: 'muted' }, word.by[by])],
    ),
  )
}
