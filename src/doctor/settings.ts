import { buildConfig } from '../config/build.ts'
import type { Config } from '../config/config.ts'
import type { ConfigFault, ConfigWarning } from '../config/fault.ts'
import { loadConfig } from '../config/load.ts'
import { type SettingName, settingOf, settingsSchema } from '../config/settings.ts'
import { readSources } from '../config/sources.ts'

/** The settings as far as they can be read. */
export interface ReadSettings {
  /** Faulty ones are left out as if they had not been written. */
  readonly config: Config
  readonly faults: readonly ConfigFault[]
  readonly warnings: readonly ConfigWarning[]
  /** The file in force, if there is one. */
  readonly file?: string
  /** Where a new file belongs. */
  readonly systemFile: string
  /** Whether somebody wrote it, anywhere. */
  isWritten(name: SettingName): boolean
  /** As written, else its default, which also stands in for what is written wrongly. */
  text(name: SettingName): string
}

/** Where the settings come from. */
export interface SettingPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly company?: string
}

const systemFile = '/etc/salehi/salehi.env'

/** Reads the settings like the engine does, and goes on with the rest where some are wrong. */
export function readSettings(places: SettingPlaces): ReadSettings {
  const loaded = loadConfig({ ...places, needs: ['company', 'ari', 'outbound'] })
  const sources = readSources({ ...places, systemFile })
  const { file, written } = sources
  const faults = loaded.kind === 'loaded' ? [] : loaded.faults
  return {
    config: loaded.kind === 'loaded' ? loaded.config : lenient(places, written),
    faults,
    warnings: loaded.warnings,
    systemFile,
    isWritten: (name) => written.has(name),
    text(name) {
      const isWrong = faults.some((each) => each.name === name)
      return (isWrong ? undefined : written.get(name)?.text.trim()) ?? settingOf(name).default ?? ''
    },
    ...(file === undefined ? {} : { file }),
  }
}

function lenient({ cwd }: SettingPlaces, written: ReturnType<typeof readSources>['written']): Config {
  const texts: Partial<Record<SettingName, string>> = {}
  for (const [name, { text }] of written) texts[name] = text
  const first = settingsSchema.safeParse(texts)
  for (const issue of first.error?.issues ?? []) delete texts[issue.path[0] as SettingName]
  return buildConfig(first.data ?? settingsSchema.parse(texts), cwd)
}
