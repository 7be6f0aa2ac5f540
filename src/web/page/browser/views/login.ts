import { onForm } from '../parts/form.ts'
import { mark } from '../parts/icon.ts'
import { type Child, el, type Node } from '../tree.ts'
import { settings } from './navigation.ts'
import type { View } from './view.ts'

/** Signing in. */
export function login(view: View): readonly Node[] {
  const { words, act, model } = view
  const { login: word } = words.frame
  const { working, shown, ended } = model.login
  return [
    el(
      'main',
      { key: 'login', id: 'main', class: 'login' },
      el(
        'div',
        { class: 'login-card' },
        mark(),
        el('h1', { id: 'page-title', tabindex: -1 }, words.frame.product),
        el('p', { class: 'lead' }, ended ? word.ended : word.lead),
        el(
          'form',
          { class: 'stack', onsubmit: onForm((field) => act.login(field('password'))) },
          el(
            'label',
            { class: 'field' },
            el('span', {}, word.password),
            el('input', {
              name: 'password',
              type: shown ? 'text' : 'password',
              dir: 'ltr',
              required: true,
              maxlength: 200,
              autocomplete: 'current-password',
              'aria-describedby': 'login-trouble',
            }),
          ),
          el(
            'label',
            { class: 'check' },
            el('input', { type: 'checkbox', checked: shown, onchange: () => act.showPassword(!shown) }),
            word.show,
          ),
          el(
            'button',
            { type: 'submit', class: 'button primary large', disabled: working || waitMs(view) > 0 },
            working ? word.working : word.submit,
          ),
          el('p', { id: 'login-trouble', class: 'wrong-text', role: 'alert' }, troubleWords(view)),
        ),
      ),
      settings(view),
    ),
  ]
}

function waitMs({ model }: View): number {
  return Math.max(0, (model.login.waitUntil ?? 0) - model.now)
}

function troubleWords(view: View): Child {
  const { words, model, say } = view
  const { trouble } = model.login
  const left = waitMs(view)
  if (left > 0) return words.frame.login.wait(say.span(Math.ceil(left / 1_000) * 1_000))
  if (trouble === undefined || trouble === 'too_many_tries') return undefined
  return trouble === 'wrong_password' ? words.frame.login.wrong : words.frame.faults[trouble]
}
