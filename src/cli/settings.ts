import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import type { Need } from '../config/check.ts'
import type { Config } from '../config/config.ts'
import { renderFaults, renderWarnings } from '../config/fault.ts'
import { type Loaded, type LoadOptions, loadConfig } from '../config/load.ts'
import { reachDirectly } from '../config/no-proxy.ts'
import type { Terminal } from './command.ts'

/** The settings of a command that cannot go on without them. Throws {@link StartFault} with every fault at once. */
export function settingsFor<const N extends Need>(
  terminal: Terminal,
  needs: readonly N[],
  company?: string,
): Config & Required<Pick<Config, N & keyof Config>> {
  const loaded = loadSettings(terminal, needs, company)
  if (loaded.warnings.length > 0) terminal.err(renderWarnings(loaded.warnings).trimEnd())
  if (loaded.kind === 'loaded') return loaded.config
  throw new StartFault(renderFaults(loaded.faults).trimEnd(), exitCodes.config)
}

/** The settings, faulty or not. */
export function loadSettings<const N extends Need>(
  terminal: Terminal,
  needs: readonly N[],
  company?: string,
): Loaded<Config & Required<Pick<Config, N & keyof Config>>> {
  const options: LoadOptions<N> = {
    env: terminal.env,
    cwd: terminal.cwd,
    needs,
    ...(company === undefined ? {} : { company }),
  }
  const loaded = loadConfig(options)
  // Asterisk is never behind a proxy, which would not carry its events either.
  const ari = loaded.kind === 'loaded' ? loaded.config.ari : undefined
  if (ari !== undefined) reachDirectly([ari.baseUrl, ari.wsUrl].map((url) => new URL(url).hostname))
  return loaded
}
