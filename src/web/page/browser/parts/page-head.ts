import { type Child, type Element, el } from '../tree.ts'

/** The heading of a view; takes the focus when the view is gone to. */
export function pageHead(title: Child, lead?: Child): Element {
  return el(
    'div',
    { key: 'page-head', class: 'page-head' },
    el('h1', { id: 'page-title', tabindex: -1 }, title),
    lead === undefined ? undefined : el('p', { class: 'lead' }, lead),
  )
}
