import type { Day } from '../../../api/contract.ts'
import { type Child, type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** The day in a few figures. */
export function figures({ words, say, at }: View, day: Day): Element {
  const { figures: word } = words.day
  const { calls, outcomes, queue, outbox, lines } = day
  const out = calls.filter(({ direction }) => direction === 'outbound').length
  const connected = outcomes.totals.connected ?? 0
  const dialled = lines.reduce((sum, line) => sum + line.dialledToday, 0)
  const oldest = outbox.oldestAt === undefined ? undefined : word.oldest(say.span(at - outbox.oldestAt))
  return el(
    'dl',
    { key: 'figures', class: 'figures', 'aria-label': word.title },
    figure(word.live, say.number(calls.length), word.inOut(say.number(out), say.number(calls.length - out))),
    figure(word.ended, say.number(outcomes.total), word.dialled(say.number(dialled))),
    figure(word.connected, say.number(connected), word.ofAll(say.percent(connected, outcomes.total))),
    figure(word.waiting, say.number(queue.waiting), `${words.day.queue.dueNow}: ${say.number(queue.dueNow)}`),
    figure(
      word.unsent,
      say.number(outbox.waiting),
      outbox.setAside > 0 ? word.setAside(say.number(outbox.setAside)) : oldest,
    ),
  )
}

function figure(name: string, value: string, remark: Child): Element {
  return el(
    'div',
    { class: 'figure' },
    el('dt', {}, name),
    el('dd', {}, el('span', { class: 'figure-value' }, value), el('span', { class: 'figure-remark' }, remark)),
  )
}
