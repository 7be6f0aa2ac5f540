import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import { renderFaults } from '../config/fault.ts'
import type { CampaignConfig } from '../rehearsal/forecast/campaign.ts'
import type { Terminal } from './command.ts'
import { loadSettings } from './settings.ts'
import type { Overlay } from './simulate-against.ts'

/** Settings for a simulation, and what had to be assumed. */
export interface SimulatedSettings {
  readonly config: CampaignConfig
  readonly notes: readonly string[]
}

const assumed = { OUTBOUND_TRUNK: 'simulated', OUTBOUND_NUMBERS: '02191000001,02191000002' } as const

/** The settings as `run` reads them, with lines where there are none. Throws {@link StartFault} with every fault at once. */
export function simulatedSettings(
  terminal: Terminal,
  company: string | undefined,
  overlay: Overlay,
): SimulatedSettings {
  const own: Terminal = { ...terminal, lines: terminal.lines, env: { ...terminal.env, ...overlay } }
  const { written } = loadSettings(own, [], company).sources
  const missing = Object.entries(assumed).filter(([name]) => !written.has(name as keyof typeof assumed))
  const loaded = loadSettings(
    { ...own, env: { ...own.env, ...Object.fromEntries(missing) } },
    ['company', 'outbound'],
    company,
  )
  if (loaded.kind === 'faulty') {
    const placed = loaded.faults.map((fault) =>
      Object.hasOwn(overlay, fault.name) ? { ...fault, where: '--against' } : fault,
    )
    throw new StartFault(renderFaults(placed).trimEnd(), exitCodes.config)
  }
  const notes: string[] = []
  if (missing.some(([name]) => name === 'OUTBOUND_NUMBERS'))
    notes.push('OUTBOUND_NUMBERS is not set: two lines are assumed.')
  if (loaded.config.panel !== undefined) {
    notes.push(
      'The panel is not asked: its numbers are played as an imported list, its operators as those of the settings.',
    )
  }
  return { config: loaded.config, notes: [...notes, limitsText(loaded.config)] }
}

function limitsText({ outbound, limits }: CampaignConfig): string {
  const { perLine, concurrentOutbound, perSecond } = limits
  const most = (limit: number): string => (limit === 0 ? 'any number' : limit.toLocaleString('en'))
  const lines = outbound.lines.length
  return [
    `${lines} ${lines === 1 ? 'line' : 'lines'}, on each ${most(perLine.concurrent)} at once`,
    `${most(perLine.perMinute)} a minute, ${most(perLine.perDay)} a day`,
    `on all ${most(concurrentOutbound)} at once, ${most(perSecond)} a second.`,
  ].join('; ')
}
