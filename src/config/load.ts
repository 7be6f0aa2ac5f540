import type { z } from 'zod'
import { latinDigits } from '../domain/phone-number.ts'
import { buildConfig } from './build.ts'
import { checkTogether, type Need } from './check.ts'
import type { Config, Origins } from './config.ts'
import type { ConfigFault, ConfigWarning } from './fault.ts'
import { type SettingName, settingNames, settingOf, settingsSchema } from './settings.ts'
import { type Origin, readSources, type SourceOptions, type Sources } from './sources.ts'

/** The settings, or all that is wrong with them. Warnings stop nothing. `sources` feeds `describeConfig` either way. */
export type Loaded<C> =
  | {
      readonly kind: 'loaded'
      readonly config: C
      readonly origins: Origins
      readonly warnings: readonly ConfigWarning[]
      readonly sources: Sources
    }
  | {
      readonly kind: 'faulty'
      readonly faults: readonly ConfigFault[]
      readonly warnings: readonly ConfigWarning[]
      readonly sources: Sources
    }

export interface LoadOptions<N extends Need> extends Omit<SourceOptions, 'systemFile'> {
  /** What the command cannot do without; missing settings of these are faults. */
  readonly needs: readonly N[]
  /** Read where `cwd` has no `.env`. */
  readonly systemFile?: string
}

/** The settings of a machine, where the current folder has none of its own. */
export const systemSettingsFile = '/etc/salehi/salehi.env'

/** Reads and checks every setting at once. What `needs` names is present in the config. */
export function loadConfig<const N extends Need>(
  options: LoadOptions<N>,
): Loaded<Config & Required<Pick<Config, N & keyof Config>>> {
  const sources = readSources({ systemFile: systemSettingsFile, ...options })
  const texts: Partial<Record<SettingName, string>> = {}
  for (const [name, { text }] of sources.written) texts[name] = text
  const faults: ConfigFault[] = [...sources.faults]
  const first = settingsSchema.safeParse(texts)
  for (const issue of first.error?.issues ?? []) {
    const name = issue.path[0] as SettingName
    faults.push(faultOf(name, issue.message, adviceOf(issue), sources))
    delete texts[name] // the rest is still checked together, as if this one had not been written
  }
  const values = first.data ?? settingsSchema.parse(texts)
  const together = checkTogether(values, options.needs, (name) => whereIs(sources, name))
  faults.push(...together.faults)
  const warnings = [...sources.warnings, ...together.warnings]
  if (faults.length > 0) return { kind: 'faulty', faults: inOrder(faults), warnings, sources }
  const config = buildConfig(values, options.cwd) as Config & Required<Pick<Config, N & keyof Config>>
  return { kind: 'loaded', config, origins: originsOf(sources), warnings, sources }
}

function adviceOf(issue: z.core.$ZodIssue): string | undefined {
  return issue.code === 'custom' ? (issue.params?.['write'] as string | undefined) : undefined
}

function faultOf(name: SettingName, wrong: string, write: string | undefined, sources: Sources): ConfigFault {
  const { about, shown, example } = settingOf(name)
  const text = sources.written.get(name)?.text.trim() ?? ''
  // Faults reach the journal: no secrets and nothing that could be somebody's number.
  const quotable = shown === 'value' && text.length <= 60 && !/\d{5,}|@/.test(latinDigits(text).replace(/[\s-]/g, ''))
  return {
    name,
    where: whereIs(sources, name) ?? 'default',
    wrong: `${quotable ? `"${text}"` : 'the value'} ${wrong}`,
    write: `${write ?? about}; for example ${name}=${example}`,
  }
}

function whereIs(sources: Sources, name: SettingName): string | undefined {
  const written = sources.written.get(name)
  return written === undefined ? undefined : describeOrigin(written.origin, name)
}

/** Where a value came from, for people: `environment`, `/path/.env:12`, `--company`, `default`. */
export function describeOrigin(origin: Origin, name: SettingName): string {
  switch (origin.kind) {
    case 'command_line':
      return '--company'
    case 'environment':
      return origin.name === name ? 'environment' : `environment, as ${origin.name}`
    case 'file':
      return `${origin.path}:${origin.line}${origin.name === name ? '' : `, as ${origin.name}`}`
    case 'default':
      return 'default'
  }
}

function originsOf(sources: Sources): Origins {
  const pairs = settingNames.map((name) => [name, sources.written.get(name)?.origin ?? { kind: 'default' }])
  return Object.freeze(Object.fromEntries(pairs)) as Origins
}

/** Faults of lines first, then in the order of the settings. */
function inOrder(faults: readonly ConfigFault[]): readonly ConfigFault[] {
  const rank = ({ name }: ConfigFault): number => settingNames.indexOf(name as SettingName)
  return faults.toSorted((a, b) => rank(a) - rank(b))
}
