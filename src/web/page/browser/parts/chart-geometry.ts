import type { Disposition } from '../../../../domain/disposition.ts'
import type { Outcomes } from '../../../api/contract.ts'

/** How calls ended, in four groups a chart can tell apart. The order is that of the stack, from below. */
export const groups = ['reached', 'spoken', 'unreached', 'failed'] as const
export type Group = (typeof groups)[number]

/** The group of every disposition. */
export const groupOf: Readonly<Record<Disposition, Group>> = {
  connected: 'reached',
  inbound_call: 'reached',
  not_interested: 'spoken',
  disconnected: 'spoken',
  hangup: 'spoken',
  unknown: 'spoken',
  complained: 'spoken',
  no_answer: 'unreached',
  busy: 'unreached',
  power_off: 'unreached',
  banned: 'unreached',
  failed: 'failed',
}

/** How many calls ended in each group. */
export type GroupCounts = Readonly<Record<Group, number>>

/** Sums a tally by group. */
export function inGroups(counts: Outcomes['totals']): GroupCounts {
  const sums: Record<Group, number> = { reached: 0, spoken: 0, unreached: 0, failed: 0 }
  for (const [disposition, count] of Object.entries(counts)) sums[groupOf[disposition as Disposition]] += count
  return sums
}

/** The field to draw on, in the units of the drawing. */
export interface Field {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly bottom: number
  readonly top: number
}

/** A stretch of time with what ended in it. */
export interface Bar {
  readonly at: number
  readonly until: number
  readonly x: number
  readonly width: number
  readonly total: number
  readonly counts: GroupCounts
  readonly pieces: readonly { readonly group: Group; readonly y: number; readonly height: number }[]
}

/** A chart, ready to be drawn. */
export interface Drawing {
  readonly bars: readonly Bar[]
  readonly across: readonly { readonly at: number; readonly x: number }[]
  readonly up: readonly { readonly value: number; readonly y: number }[]
}

const hourMs = 3_600_000
/** A chart shows at least so many hours, however short the day is yet. */
const leastHours = 6

/** The outcomes of a day as stacked bars, `everyMs` each, from the hour of the first call to `now` or the last. */
export function draw(outcomes: Outcomes, now: number, everyMs: number, field: Field): Drawing {
  const span = stretch(outcomes, now)
  const merged = mergeBuckets(outcomes, everyMs)
  const highest = Math.max(1, ...merged.map(({ counts }) => totalOf(counts)))
  const step = niceStep(highest)
  const top = Math.ceil(highest / step) * step
  const plotHeight = field.height - field.bottom - field.top
  // Half a label's width is left free at the end.
  const plotWidth = field.width - field.left - 16
  const xOf = (at: number): number => field.left + ((at - span.from) / (span.to - span.from)) * plotWidth
  const heightOf = (count: number): number => (count / top) * plotHeight
  const bars = merged.map(({ at, counts }): Bar => {
    const until = at + everyMs
    const whole = xOf(until) - xOf(at)
    const gap = Math.min(3, whole * 0.2)
    let y = field.height - field.bottom
    const pieces = groups.flatMap((group) => {
      if (counts[group] === 0) return []
      const height = heightOf(counts[group])
      y -= height
      return [{ group, y, height }]
    })
    return { at, until, x: xOf(at) + gap / 2, width: whole - gap, total: totalOf(counts), counts, pieces }
  })
  const hours = (span.to - span.from) / hourMs
  const everyHours = Math.max(1, Math.ceil((hours * 46) / plotWidth))
  const across = Array.from(
    { length: Math.floor(hours / everyHours) + 1 },
    (_, n) => span.from + n * everyHours * hourMs,
  )
  const up = Array.from({ length: top / step + 1 }, (_, n) => n * step)
  return {
    bars,
    across: across.map((at) => ({ at, x: xOf(at) })),
    up: up.map((value) => ({ value, y: field.height - field.bottom - heightOf(value) })),
  }
}

function stretch({ start, end, series }: Outcomes, now: number): { readonly from: number; readonly to: number } {
  const first = series[0]?.at ?? Math.min(now, end - leastHours * hourMs)
  const last = Math.max((series.at(-1)?.at ?? first) + 1, Math.min(now, end))
  const from = start + Math.floor((first - start) / hourMs) * hourMs
  const to = start + Math.ceil((last - start) / hourMs) * hourMs
  if (to - from >= leastHours * hourMs) return { from, to: Math.min(to, end) }
  const early = Math.min(from, end - leastHours * hourMs)
  return { from: Math.max(start, early), to: Math.max(start, early) + leastHours * hourMs }
}

function mergeBuckets(
  { start, series }: Outcomes,
  everyMs: number,
): readonly { readonly at: number; readonly counts: GroupCounts }[] {
  const merged = new Map<number, Record<Group, number>>()
  for (const bucket of series) {
    const at = start + Math.floor((bucket.at - start) / everyMs) * everyMs
    const sums = merged.get(at) ?? { reached: 0, spoken: 0, unreached: 0, failed: 0 }
    const more = inGroups(bucket.counts)
    for (const group of groups) sums[group] += more[group]
    merged.set(at, sums)
  }
  return [...merged].map(([at, counts]) => ({ at, counts }))
}

function totalOf(counts: GroupCounts): number {
  return groups.reduce((sum, group) => sum + counts[group], 0)
}

/** A step of 1, 2 or 5 times a power of ten: at most five lines above the ground. */
function niceStep(highest: number): number {
  const rough = Math.max(1, highest / 4)
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10
  return factor * power
}
