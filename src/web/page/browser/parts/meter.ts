import { type Element, el } from '../tree.ts'

/** How much of something is used, beside words that say the same. A limit of 0 is none. */
export function meter(used: number, limit: number): Element {
  return bar(used, limit, levelOf(used, limit))
}

/** How large a part of a whole is, beside words that say the same. */
export function share(part: number, whole: number): Element {
  return bar(part, whole, 'fine')
}

function levelOf(used: number, limit: number): string {
  if (limit === 0) return 'open'
  return used >= limit ? 'full' : used >= 0.8 * limit ? 'high' : 'fine'
}

function bar(used: number, limit: number, level: string): Element {
  const share = limit > 0 ? Math.min(1, used / limit) : 0
  return el(
    'svg',
    { class: `meter meter-${level}`, 'aria-hidden': 'true', focusable: 'false' },
    el('rect', { class: 'meter-ground', x: 0, y: 0, width: '100%', height: '100%', rx: 3 }),
    el('rect', { class: 'meter-used', x: 0, y: 0, width: `${Math.round(share * 1_000) / 10}%`, height: '100%', rx: 3 }),
  )
}
