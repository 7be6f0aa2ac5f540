import { describeOrigin } from './load.ts'
import { items } from './read.ts'
import { type SettingName, settingNames, settingOf } from './settings.ts'
import type { Sources } from './sources.ts'

/** One line of `salehi config`. */
export interface ConfigRow {
  readonly name: SettingName
  /** What is in force, secrets as `***` and lists of people as their count; `–` = not set. */
  readonly value: string
  /** `environment`, `/path/.env:12`, `--company`, `default`. */
  readonly from: string
  readonly about: string
}

/** The effective value of every setting and where it came from; also when some of them are faulty. */
export function describeConfig(sources: Sources): readonly ConfigRow[] {
  return settingNames.map((name) => {
    const { about, default: byDefault } = settingOf(name)
    const written = sources.written.get(name)
    const from = written === undefined ? 'default' : describeOrigin(written.origin, name)
    const value = written === undefined ? (byDefault ?? unwritten(name, sources)) : shownValue(name, written.text)
    return { name, value: withUnit(name, value), from, about }
  })
}

/** The rows in aligned columns. */
export function renderConfig(rows: readonly ConfigRow[]): string {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length))
  const valueWidth = Math.min(60, Math.max(...rows.map(({ value }) => value.length)))
  return rows
    .map(({ name, value, from }) => `${name.padEnd(nameWidth)}  ${value.padEnd(valueWidth)}  ${from}\n`)
    .join('')
}

function shownValue(name: SettingName, text: string): string {
  switch (settingOf(name).shown) {
    case 'secret':
      return '***'
    case 'count': {
      const count = items(text).length
      return count === 1 ? '1 number' : `${count} numbers`
    }
    case 'value':
      // An address with a password in it is refused, but this page is also shown then.
      return text.trim().replace(/\/\/[^/@\s]*@/, '//***@')
  }
}

function unwritten(name: SettingName, sources: Sources): string {
  if (name === 'OPERATOR_TRUNK') return sources.written.get('OUTBOUND_TRUNK')?.text ?? '–'
  if (name === 'USE_PANEL_AGENTS') return String(sources.written.has('PANEL_BASE_URL'))
  if (name === 'ARI_WS_URL') {
    const base = sources.written.get('ARI_BASE_URL')?.text ?? settingOf('ARI_BASE_URL').default ?? ''
    return `${base.replace(/^http/, 'ws').replace(/\/+$/, '')}/events`
  }
  return settingOf(name).otherwise ?? '–'
}

function withUnit(name: SettingName, value: string): string {
  const { unit } = settingOf(name)
  return unit !== undefined && /\d$/.test(value) ? `${value} ${unit}` : value
}
