import { onForm } from '../parts/form.ts'
import { phone } from '../parts/text.ts'
import { type Child, type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** The question that is open, as a dialog. */
export function question(view: View): Element | undefined {
  const { model, words, act } = view
  const { question: asked } = model
  switch (asked?.kind) {
    case undefined:
      return undefined
    case 'pause': {
      const { pauseTitle, pauseLead, pauseReason, pauseNow } = words.day
      const reason = el(
        'label',
        { class: 'field' },
        el('span', {}, pauseReason),
        el('input', { name: 'because', type: 'text', maxlength: 200, autofocus: true }),
      )
      return dialog(
        view,
        { title: pauseTitle, lead: pauseLead, order: pauseNow, send: (field) => act.pause(field('because')) },
        reason,
      )
    }
    case 'unbar': {
      const { removeTitle, removeLead, removeNow } = words.calls.barred
      const number = el('p', { class: 'dialog-number' }, phone(view, asked.number))
      return dialog(
        view,
        { title: removeTitle, lead: removeLead, order: removeNow, send: () => act.unbar(asked.number) },
        number,
      )
    }
    case 'drop': {
      const { dropTitle, dropLead, dropReason, dropNow } = words.calls.outbox
      const reason = el(
        'label',
        { class: 'field' },
        el('span', {}, dropReason),
        el('input', { name: 'because', type: 'text', maxlength: 200, required: true, autofocus: true }),
      )
      return dialog(
        view,
        { title: dropTitle, lead: dropLead, order: dropNow, send: (field) => act.drop(asked.id, field('because')) },
        reason,
      )
    }
  }
}

interface Asked {
  readonly title: string
  readonly lead: string
  readonly order: string
  readonly send: (field: (name: string) => string) => void
}

function dialog({ words, act, model }: View, { title, lead, order, send }: Asked, ...fields: Child[]): Element {
  const close = (): void => act.ask(undefined)
  return el(
    'dialog',
    {
      key: `dialog-${model.question?.kind}`,
      class: 'dialog',
      'aria-labelledby': 'dialog-title',
      'aria-describedby': 'dialog-lead',
      onclose: close,
    },
    el(
      'form',
      { class: 'stack', autocomplete: 'off', onsubmit: onForm((field) => send(field)) },
      el('h2', { id: 'dialog-title' }, title),
      el('p', { id: 'dialog-lead' }, lead),
      ...fields,
      el(
        'div',
        { class: 'dialog-orders' },
        el('button', { type: 'submit', class: 'button primary', disabled: model.ordering }, order),
        el('button', { type: 'button', class: 'button', onclick: close }, words.frame.cancel),
      ),
    ),
  )
}
