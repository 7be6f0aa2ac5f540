import type { Disposition } from '../../../../domain/disposition.ts'
import { wordFor } from '../language/words.ts'
import { type Element, el } from '../tree.ts'
import type { View } from '../views/view.ts'
import { swatch } from './chart.ts'
import { groupOf } from './chart-geometry.ts'

/** How a call ended, in a word, with the colour and pattern it has in the chart. */
export function ending({ words }: View, disposition: Disposition, reason?: string): Element {
  const because =
    reason === undefined ? undefined : el('span', { class: 'muted' }, wordFor(words.calls.reasons, reason))
  return el(
    'span',
    { class: 'ending' },
    el('span', { class: 'ending-word' }, swatch(groupOf[disposition]), words.calls.dispositions[disposition]),
    because,
  )
}
