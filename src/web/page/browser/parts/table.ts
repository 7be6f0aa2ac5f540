import { type Child, type Element, el } from '../tree.ts'

/** A column: its heading, and how a row shows in it. */
export interface Column<Row> {
  readonly head: string
  /** The heading is for screen readers alone. */
  readonly bare?: boolean
  readonly className?: string
  readonly cell: (row: Row) => Child
}

/** A table with rows of one sort. */
export interface Table<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly key: (row: Row) => string
}

/**
 * A table; on a narrow screen its rows become cards. The roles are written out, for a table laid out otherwise loses
 * them in some browsers.
 */
export function table<Row>({ caption, columns, rows, key }: Table<Row>): Element {
  const heads = columns.map(({ head, bare, className }) =>
    el(
      'th',
      { scope: 'col', role: 'columnheader', class: className },
      bare === true ? el('span', { class: 'unseen' }, head) : head,
    ),
  )
  const lines = rows.map((row) =>
    el(
      'tr',
      { key: key(row), role: 'row' },
      ...columns.map(({ head, bare, className, cell }) =>
        el(
          'td',
          {
            role: 'cell',
            class: bare === true ? `${className ?? ''} bare` : className,
            'data-head': bare === true ? undefined : head,
          },
          el('div', { class: 'cell' }, cell(row)),
        ),
      ),
    ),
  )
  return el(
    'table',
    { class: 'table', role: 'table' },
    el('caption', { class: 'unseen' }, caption),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...heads)),
    el('tbody', { role: 'rowgroup' }, ...lines),
  )
}

/** A box that scrolls by itself; reachable by keyboard. */
export function scroller(label: string, className: string, ...children: Child[]): Element {
  return box({ label, className }, ...children)
}

/** A box for programs' text, which begins at the left in every language. */
export function ltrScroller(label: string, className: string, ...children: Child[]): Element {
  return box({ label, className, dir: 'ltr' }, ...children)
}

function box(
  { label, className, dir }: { readonly label: string; readonly className: string; readonly dir?: 'ltr' },
  ...children: Child[]
): Element {
  return el(
    'div',
    { class: `scroller ${className}`, role: 'group', 'aria-label': label, tabindex: 0, dir },
    ...children,
  )
}
