import type { Loaded } from '../state/model.ts'
import { type Child, el, type Node } from '../tree.ts'
import type { View } from '../views/view.ts'

/** Something asked of the server: itself, that it is on its way, or why it did not come and a way to try again. */
export function loaded<T>(view: View, state: Loaded<T>, show: (value: T) => Child): readonly Node[] {
  const { words, act } = view
  const { value, trouble, loading } = state
  const wrong =
    trouble === undefined
      ? undefined
      : el(
          'div',
          { key: 'trouble', class: 'trouble', role: 'alert' },
          el('p', {}, words.frame.faults[trouble]),
          el('button', { type: 'button', class: 'button', onclick: () => act.retry() }, words.frame.retry),
        )
  const onItsWay =
    loading && value === undefined ? el('p', { key: 'loading', class: 'nothing' }, words.frame.loading) : undefined
  const shown = value === undefined ? undefined : el('div', { key: 'value', class: 'stack' }, show(value))
  return [wrong, onItsWay, shown].filter((each) => each !== undefined)
}

/** The button under a list that goes on. */
export function more(label: string, loading: boolean, next: unknown, onclick: () => void): Child {
  if (next === undefined) return undefined
  return el('button', { type: 'button', class: 'button wide', disabled: loading, onclick }, label)
}
