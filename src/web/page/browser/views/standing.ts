import type { Day } from '../../../api/contract.ts'
import { code, english, when, written } from '../parts/text.ts'
import { type Child, type Element, el } from '../tree.ts'
import type { View } from './view.ts'

type Engine = Day['engine']
type Gate = Engine['gates'][number]

/** What stands in the way of dialing, a paragraph each: what, since and until when, and what to do. */
export function gateList(view: View, gates: readonly Gate[]): Element {
  return el('ul', { class: 'gates' }, ...gates.map((gate) => gateItem(view, gate)))
}

/** What a gate's own title says already. */
const repeating: readonly string[] = [
  'there is no connection to Asterisk',
  'calls that an earlier run left are looked for first',
  'no scenario for outbound calls is enabled',
  'paused by hand',
]

function gateItem({ words, say, at, model }: View, gate: Gate): Element {
  const { day } = words
  const known = (day.gates as Readonly<Record<string, { readonly title: string; readonly todo: string }>>)[gate.name]
  const since = el('span', { class: 'gate-times' }, when(gate.since, words.frame.since(say.moment(gate.since, at))))
  const opens = gate.until === undefined ? undefined : untilWords(day, gate, say.moment(gate.until, at))
  // A reason somebody typed may be in any language; all others are sentences of the server.
  const because =
    gate.name === 'paused'
      ? written(gate.because, 'gate-because')
      : english(model.language, gate.because, 'gate-because')
  const says = !repeating.includes(gate.because)
  const todo: Child = known === undefined ? english(model.language, gate.opens) : known.todo
  return el(
    'li',
    { key: gate.name, class: 'gate' },
    el('p', { class: 'gate-title' }, el('strong', {}, known?.title ?? gate.name), ' ', since),
    says ? el('p', {}, because) : undefined,
    el(
      'p',
      { class: 'gate-todo' },
      el('span', { class: 'todo-label' }, day.whatToDo),
      ' ',
      todo,
      opens === undefined ? undefined : ` ${opens}`,
    ),
  )
}

function untilWords(day: View['words']['day'], gate: Gate, moment: string): string {
  return ['recogniser', 'llm', 'failures'].includes(gate.name) ? day.probe(moment) : day.opensAt(moment)
}

/** Why things stand as they do where no gate is shut, in the words of the page; the server's own where it has none. */
export function standing({ words, say, at, model }: View, { engine, queue }: Pick<Day, 'engine' | 'queue'>): Child {
  const { dialing } = engine
  const { dialingNow, limits, setting } = words.day
  switch (dialing.kind) {
    case 'dialing':
      return dialingNow.dialing
    case 'trial':
      return dialingNow.trial
    case 'idle':
      if (queue.nextDueAt !== undefined) return dialingNow.idleUntil(say.moment(queue.nextDueAt, at))
      return queue.onPhone > 0 ? dialingNow.lastOnPhone : dialingNow.empty
    default: {
      const name = /\bMAX_[A-Z_]+/.exec(dialing.text)?.[0]
      if (name !== undefined && Object.hasOwn(limits, name)) {
        const [before, after] = setting('\n').split('\n')
        return [limits[name as keyof typeof limits], ' ', el('span', { class: 'muted' }, before, code(name), after)]
      }
      return dialing.kind === 'paced'
        ? [dialingNow.paced, ' ', english(model.language, dialing.text, 'muted')]
        : english(model.language, dialing.text)
    }
  }
}
