import type { Day } from '../../../api/contract.ts'
import type { Tone } from '../parts/chip.ts'
import { type IconName, icon } from '../parts/icon.ts'
import { when } from '../parts/text.ts'
import { isLive } from '../state/model.ts'
import { type Element, el } from '../tree.ts'
import { gateList, standing } from './standing.ts'
import { may, type View } from './view.ts'

/** The first thing to be seen: whether numbers are being dialled, and if not, why and what to do. */
export function hero(view: View, day: Day): Element {
  const { words, say, model } = view
  const { engine } = day
  const live = isLive(model)
  const kind = live ? engine.dialing.kind : 'stale'
  const sign: IconName = live ? engine.dialing.kind : 'stale'
  const date = when(view.at, say.day(view.at))
  return el(
    'section',
    {
      key: 'hero',
      class: `hero hero-${kind} tone-${live ? toneOf(engine) : 'plain'}`,
      'aria-labelledby': 'page-title',
    },
    el('div', { class: 'hero-sign' }, icon(sign)),
    el(
      'div',
      { class: 'hero-body' },
      el(
        'h1',
        { id: 'page-title', tabindex: -1 },
        el('span', { class: 'eyebrow' }, words.frame.pages.today, ' · ', date),
        ' ',
        el('span', { class: 'hero-state' }, live ? words.day.dialing[engine.dialing.kind] : lastKnown(view, engine)),
      ),
      engine.gates.length > 0 ? gateList(view, engine.gates) : el('p', { class: 'hero-lead' }, standing(view, day)),
    ),
    may(view, 'operator') ? orders(view, engine) : undefined,
  )
}

/** These need a person; the others open by themselves, or somebody shut them on purpose. */
const faults = ['asterisk', 'recogniser', 'llm', 'failures', 'scenarios', 'trunk', 'disk', 'sounds']

function toneOf({ dialing, gates }: Day['engine']): Tone {
  switch (dialing.kind) {
    case 'dialing':
      return 'well'
    case 'paced':
      return 'note'
    case 'trial':
      return 'wait'
    case 'idle':
      return 'plain'
    case 'held':
      return gates.some(({ name }) => faults.includes(name)) ? 'wrong' : 'wait'
  }
}

function lastKnown({ words }: View, engine: Day['engine']): string {
  return `${words.frame.feed.lost}: ${words.day.dialing[engine.dialing.kind]}`
}

/** Failures are tried again at once by resuming, as a pause is ended by it. */
const openedByResume = ['paused', 'recogniser', 'llm', 'failures']

function orders({ words, act, model }: View, { gates, paused }: Day['engine']): Element {
  const off = model.ordering || !isLive(model)
  const resumes = paused !== undefined || gates.some(({ name }) => openedByResume.includes(name))
  const resume = el(
    'button',
    { key: 'resume', type: 'button', class: 'button primary large', disabled: off, onclick: () => act.resume() },
    icon('play'),
    words.day.resume,
  )
  const pause = el(
    'button',
    {
      key: 'pause',
      type: 'button',
      class: 'button large',
      disabled: off,
      'aria-haspopup': 'dialog',
      onclick: () => act.ask({ kind: 'pause' }),
    },
    icon('pause'),
    words.day.pause,
  )
  return el('div', { class: 'hero-orders' }, resumes ? resume : undefined, paused === undefined ? pause : undefined)
}
