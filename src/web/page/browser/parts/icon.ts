import { type Element, el } from '../tree.ts'

/** Strokes on a field of 24 by 24. */
const paths = {
  today: ['M3 13h4l3-8 4 14 3-6h4'],
  calls: ['M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2z'],
  numbers: ['M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14z', 'M16 16l5 5'],
  barred: ['M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18z', 'M5.6 5.6l12.8 12.8'],
  alerts: ['M12 3l9.5 17h-19z', 'M12 10v4', 'M12 17v.5'],
  outbox: ['M21 3L10 14', 'M21 3l-7 18-4-7-7-4z'],
  audit: ['M6 3h9l4 4v14H6z', 'M9 11h7', 'M9 15h7'],
  more: ['M5 12h.01', 'M12 12h.01', 'M19 12h.01'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  well: ['M4 12.5l5 5L20 6.5'],
  wrong: ['M7 7l10 10', 'M17 7L7 17'],
  wait: ['M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16z', 'M12 8v4l3 2'],
  off: ['M7 12h10'],
  pause: ['M8 5v14', 'M16 5v14'],
  play: ['M7 4.5v15l12-7.5z'],
  dialing: [
    'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2z',
    'M14 3a7 7 0 0 1 7 7',
    'M14 7a3 3 0 0 1 3 3',
  ],
  trial: ['M9 3h6', 'M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3', 'M7.5 15h9'],
  paced: ['M4 18a9 9 0 1 1 16 0', 'M12 14l4-5'],
  idle: ['M4 14h4l2 3h4l2-3h4', 'M4 14l3-9h10l3 9v6H4z'],
  held: ['M8 3h8l5 5v8l-5 5H8l-5-5V8z', 'M12 7v6', 'M12 16v.5'],
  out: ['M7 17L17 7', 'M9 7h8v8'],
  in: ['M17 7L7 17', 'M15 17H7V9'],
  stale: ['M3 3l18 18', 'M8.5 15.5a5 5 0 0 1 7 0', 'M5 12a10 10 0 0 1 5-2.7', 'M19 12a10 10 0 0 0-4-2.5', 'M12 19h.01'],
  live: ['M8.5 15.5a5 5 0 0 1 7 0', 'M5 12a10 10 0 0 1 14 0', 'M12 19h.01'],
  before: ['M15 5l-7 7 7 7'],
  after: ['M9 5l7 7-7 7'],
  operator: [
    'M4 13a8 8 0 0 1 16 0',
    'M4 13v4a2 2 0 0 0 3 1v-6a3 3 0 0 0-3 1z',
    'M20 13v4a2 2 0 0 1-3 1v-6a3 3 0 0 1 3 1z',
    'M17 18c0 2-2 3-4 3',
  ],
} as const

/** A sign of the page. */
export type IconName = keyof typeof paths

/** A sign beside a word that says the same: hidden from screen readers. */
export function icon(name: IconName, className = ''): Element {
  const strokes = paths[name].map((d) => el('path', { d }))
  return el(
    'svg',
    { class: `icon ${className}`.trim(), viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    ...strokes,
  )
}

/** The product's mark: a voice. */
export function mark(): Element {
  const bars: readonly (readonly [number, number, number])[] = [
    [7, 13, 6],
    [13, 8, 16],
    [19, 11, 10],
    [25, 14, 4],
  ]
  return el(
    'svg',
    { class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true', focusable: 'false' },
    el('rect', { class: 'mark-ground', x: 0, y: 0, width: 32, height: 32, rx: 9 }),
    ...bars.map(([x, y, height]) => el('rect', { class: 'mark-bar', x: x - 1.5, y, width: 3, height, rx: 1.5 })),
  )
}
