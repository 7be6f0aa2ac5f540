import { join } from 'node:path'
import type { CallRecord } from '../../domain/record.ts'
import type { PanelStandIn } from '../../testing/services/panel.ts'
import type { PanelReport } from '../../testing/services/panel-state.ts'
import type { Engine } from '../engine.ts'
import { type Kept, readKept } from '../outreach/kept.ts'

/** Every report about a number the panel took, repeats too. */
export function reportsOf(panel: PanelStandIn, phone: string): readonly PanelReport[] {
  return panel.reports.all.filter(({ body }) => body['phone_number'] === phone)
}

/** What the panel is told first about a number, as soon as it has it. */
export async function reportOf(panel: PanelStandIn, phone: string, signal: AbortSignal): Promise<PanelReport['body']> {
  for (;;) {
    const [report] = reportsOf(panel, phone)
    if (report !== undefined) return report.body
    await panel.reports.reached(panel.reports.all.length + 1, signal)
  }
}

/** What the store of an engine holds. */
export function storeOf({ folder }: Pick<Engine, 'folder'>): Kept {
  return readKept(join(folder, 'data/salehi.db'))
}

/** The one call with a number in the store of an engine; throws when there is none, or another. */
export function callWith(engine: Pick<Engine, 'folder'>, phone: string): CallRecord {
  const calls = storeOf(engine).calls.filter(({ contact }) => contact.phone === phone)
  const [call] = calls
  if (call === undefined || calls.length > 1) throw new Error(`${calls.length} calls are kept where one was due`)
  return call
}
