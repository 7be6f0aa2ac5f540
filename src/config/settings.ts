import { z } from 'zod'
import type { Setting } from './setting.ts'
import { asteriskSettings } from './settings-asterisk.ts'
import { dialingSettings } from './settings-dialing.ts'
import { houseSettings } from './settings-house.ts'
import { serviceSettings } from './settings-services.ts'

const { COMPANY, SCENARIOS_DIR, ...dialing } = dialingSettings

/** Every setting there is, in the order people read them. The only place that knows names, defaults and units. */
export const settings = {
  COMPANY,
  SCENARIOS_DIR,
  ...asteriskSettings,
  ...dialing,
  ...serviceSettings,
  ...houseSettings,
}

export type SettingName = keyof typeof settings

/** Names of all settings, in their order. */
export const settingNames = Object.keys(settings) as readonly SettingName[]

type Shape = { [Name in SettingName]: (typeof settings)[Name]['schema'] }

/** The schema of all settings: from written texts (absent = not set) to values. */
export const settingsSchema = z.object(
  Object.fromEntries(Object.entries(settings).map(([name, { schema }]) => [name, schema])) as unknown as Shape,
)

/** The value of every setting. */
export type SettingValues = z.output<typeof settingsSchema>

/** What is declared about one setting. */
export function settingOf(name: SettingName): Setting<unknown> {
  return settings[name] as Setting<unknown>
}

/** The settings as a Markdown table: name, default, meaning. */
export function settingsTable(): string {
  const rows = settingNames.map((name) => {
    const { about, unit, otherwise, default: byDefault = '', oldNames } = settingOf(name)
    const old = oldNames.length === 0 ? '' : ` (old name ${oldNames.join(', ')})`
    const value = byDefault === '' ? (otherwise ?? '–') : `\`${byDefault}\`${unit === undefined ? '' : ` ${unit}`}`
    return `| \`${name}\`${old} | ${value} | ${about.replaceAll('|', '\\|')} |`
  })
  return ['| name | default | |', '|---|---|---|', ...rows, ''].join('\n')
}
