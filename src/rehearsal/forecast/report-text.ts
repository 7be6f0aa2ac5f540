import { type Figures, type Slot, utilisation } from './figures.ts'
import { inUnit } from './measure.ts'
import { sectionsOf } from './report-rows.ts'

/** What a report says besides its figures. */
export interface ReportHead {
  readonly company: string
  readonly seed: number
  /** What each of the settings is called; one, or two that are compared. */
  readonly names: readonly string[]
  /** What was taken to be so, and what the list's rows came to. */
  readonly notes: readonly string[]
  /** Thresholds that were crossed. */
  readonly crossed: readonly string[]
  /** How many thresholds there were. */
  readonly thresholds: number
}

/** The report for a terminal: the same figures, the same bytes. */
export function reportText(head: ReportHead, all: readonly Figures[]): string {
  const lines = [`A simulated campaign of ${head.company}, seed ${head.seed}: nobody was called.`]
  for (const note of head.notes) lines.push(`  ${note}`)
  const sections = sectionsOf(all)
  const rows = sections.flatMap((section) => section.rows)
  const labelWidth = Math.max(...rows.map(({ label }) => label.length)) + 2
  const widths = all.map((_, at) =>
    Math.max(head.names[at]?.length ?? 0, ...rows.map(({ cells }) => cells[at]?.length ?? 0)),
  )
  const line = (label: string, cells: readonly string[], difference = ''): string =>
    [label.padEnd(labelWidth), ...cells.map((cell, at) => cell.padStart(widths[at] ?? 0)), difference]
      .join('  ')
      .trimEnd()
  if (all.length > 1) lines.push('', line('', head.names, 'difference'))
  for (const section of sections) {
    lines.push('', section.title)
    for (const { label, cells, difference } of section.rows) lines.push(line(`  ${label}`, cells, difference))
  }
  for (const [at, figures] of all.entries()) {
    const name = all.length > 1 ? ` (${head.names[at] ?? ''})` : ''
    lines.push('', `By hour of the day${name}`, ...slotTable(figures, hourSlots(figures)))
    if (figures.days.length > 1) lines.push('', `By day${name}`, ...slotTable(figures, daySlots(figures)))
  }
  if (head.thresholds > 0) {
    lines.push('', head.crossed.length === 0 ? 'Every threshold is kept.' : 'Thresholds crossed:')
    for (const each of head.crossed) lines.push(`  ${each}`)
  }
  return lines.join('\n')
}

/** A slot with its name: an hour (`09`) or a day. */
export interface NamedSlot {
  readonly name: string
  readonly slot: Slot
}

/** The hours in which anything happened. */
export function hourSlots({ hours }: Figures): readonly NamedSlot[] {
  const named = hours.map((slot, hour) => ({ name: `${String(hour).padStart(2, '0')}:00`, slot }))
  return named.filter(({ slot }) => slot.calls > 0 || slot.openMs > 60_000 || slot.operatorMs > 0)
}

/** Every day, from the first. */
export function daySlots({ days }: Figures): readonly NamedSlot[] {
  return days.map((slot, at) => ({ name: `day ${at + 1}`, slot }))
}

function slotTable({ seats }: Figures, slots: readonly NamedSlot[]): readonly string[] {
  const head = ['', 'calls', 'answered', 'agreed', 'connected', 'abandoned', ...(seats > 0 ? ['operators busy'] : [])]
  const rows = slots.map(({ name, slot }) => {
    const busy = utilisation(slot, seats)
    const counts = [slot.calls, slot.answered, slot.agreed, slot.connected, slot.abandoned]
    return [
      name,
      ...counts.map((each) => each.toLocaleString('en')),
      ...(seats > 0 ? [busy === undefined ? '' : inUnit(busy, 'share')] : []),
    ]
  })
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)))
  return [head, ...rows].map((row) =>
    `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart((widths[at] ?? 0) + 2))).join('')}`.trimEnd(),
  )
}
