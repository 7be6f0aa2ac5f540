import type { CallView } from '../../../api/contract-calls.ts'
import { nothing, panel } from '../parts/panel.ts'
import { type Element, el } from '../tree.ts'
import { may, type View } from './view.ts'

type Recording = CallView['recordings'][number]

/** Players for what the caller said, as recorded and cleaned. */
export function recordings(view: View, { id, recordings: all }: CallView): Element {
  const word = view.words.calls.call
  const none = may(view, 'operator') ? word.noRecordings : word.recordingsHidden
  return panel(
    { id: 'recordings', title: word.recordings },
    all.length === 0
      ? nothing(none)
      : el('ul', { class: 'recordings' }, ...all.map((each) => recording(view, id, each))),
  )
}

function recording({ words, say, act, model }: View, id: string, { n, bytes, seconds, enhanced }: Recording): Element {
  const word = words.calls.call
  const cleaned = enhanced && !model.players.plain.includes(n)
  const broken = model.players.broken.includes(n)
  const address = `/api/calls/${encodeURIComponent(id)}/recordings/${n}${cleaned ? '/enhanced' : ''}`
  const length = seconds === undefined ? say.bytes(bytes) : say.span(Math.round(seconds * 1_000))
  const name = `${word.recording(say.number(n))}, ${length}`
  return el(
    'li',
    { key: String(n), class: 'recording' },
    el('p', {}, el('b', {}, word.recording(say.number(n))), ' ', el('span', { class: 'muted' }, length)),
    enhanced ? choice(word, n, cleaned, (plain) => act.playPlain(n, plain)) : undefined,
    // Another address is another player: the browser would go on with what it has.
    el('audio', {
      key: address,
      src: address,
      controls: true,
      preload: 'none',
      'aria-label': name,
      onerror: () => act.playerBroke(n),
    }),
    broken ? el('p', { role: 'alert', class: 'wrong-text' }, word.unplayable) : undefined,
  )
}

type Word = View['words']['calls']['call']

function choice(word: Word, n: number, cleaned: boolean, choose: (plain: boolean) => void): Element {
  const option = (plain: boolean, label: string): Element =>
    el(
      'label',
      {},
      el('input', { type: 'radio', name: `version-${n}`, checked: plain !== cleaned, onchange: () => choose(plain) }),
      label,
    )
  return el(
    'div',
    { class: 'segments', role: 'radiogroup', 'aria-label': word.recording(String(n)) },
    option(false, word.enhanced),
    option(true, word.original),
  )
}
