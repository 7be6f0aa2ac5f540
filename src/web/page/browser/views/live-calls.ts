import type { Day, LiveCallView } from '../../../api/contract.ts'
import { chip } from '../parts/chip.ts'
import { type IconName, icon } from '../parts/icon.ts'
import { link } from '../parts/link.ts'
import { nothing, panel } from '../parts/panel.ts'
import { type Column, scroller, table } from '../parts/table.ts'
import { code, phone, unseen } from '../parts/text.ts'
import { pathOf } from '../state/route.ts'
import { type Child, type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** Every call that is up, with the step of the scenario it is on. */
export function liveCalls(view: View, { calls }: Day): Element {
  const { words, say } = view
  const word = words.day.live
  const columns: readonly Column<LiveCallView>[] = [
    { head: word.number, className: 'main-cell', cell: (call) => callLink(view, call) },
    { head: word.phase, className: 'whole', cell: (call) => phase(view, call) },
    { head: word.step, className: 'whole', cell: (call) => step(view, call) },
    { head: word.line, cell: ({ line }) => phone(view, line) },
    {
      head: word.lasts,
      className: 'end',
      cell: ({ since }) => el('span', { class: 'timer' }, say.timer(view.at - since)),
    },
  ]
  const count = el('span', { class: 'count' }, say.number(calls.length))
  return panel(
    { id: 'live-calls', title: word.title, aside: count },
    calls.length === 0
      ? nothing(word.none)
      : scroller(word.title, 'tall', table({ caption: word.title, columns, rows: calls, key: ({ id }) => id })),
  )
}

function callLink(view: View, { id, number, direction }: LiveCallView): Child {
  const sign: IconName = direction === 'outbound' ? 'out' : 'in'
  return link(
    view,
    pathOf({ kind: 'call', id }),
    { class: 'call-link' },
    icon(sign, 'direction'),
    unseen(view.words.day.live[direction]),
    phone(view, number),
  )
}

const tones = {
  ringing: ['wait', 'calls'],
  waiting: ['wait', 'wait'],
  talking: ['note', 'today'],
  operator_ringing: ['wait', 'operator'],
  with_operator: ['well', 'operator'],
} as const

function phase({ words }: View, call: LiveCallView): Child {
  const [tone, sign] = tones[call.phase]
  return chip(tone, words.day.phases[call.phase], sign)
}

function step({ words, say }: View, { step: on, scenario }: LiveCallView): Child {
  if (on === undefined) return code(scenario)
  const [before, after] = words.day.live.at('\n', say.number(on.line)).split('\n')
  const file = on.file.split('/').at(-1) ?? on.file
  return el('span', { class: 'step', title: on.path }, before, code(file), after)
}
