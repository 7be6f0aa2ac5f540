import { type Child, type Element, el } from '../tree.ts'

/** What a part of a page is called and where it stands. */
export interface PanelHead {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  /** Stands opposite the title. */
  readonly aside?: Child
  readonly className?: string
}

/** A part of a page with its heading; a landmark by its name. */
export function panel({ id, title, aside, className = '' }: PanelHead, ...children: Child[]): Element {
  return el(
    'section',
    { key: id, class: `panel ${className}`.trim(), id, 'aria-labelledby': `${id}-title` },
    el('div', { class: 'panel-head' }, el('h2', { id: `${id}-title` }, title), aside),
    ...children,
  )
}

/** What is said where there is nothing to show. */
export function nothing(text: string): Element {
  return el('p', { class: 'nothing' }, text)
}

/** Names and their values. */
export function facts(pairs: readonly (readonly [string, Child] | undefined)[]): Element {
  const rows = pairs.flatMap((pair) =>
    pair === undefined ? [] : [el('div', { class: 'fact' }, el('dt', {}, pair[0]), el('dd', {}, pair[1]))],
  )
  return el('dl', { class: 'facts' }, ...rows)
}
