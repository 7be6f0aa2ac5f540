import { resolve } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import { parseEnvFile } from '../config/env-file.ts'
import { type SettingName, settingNames, settingOf } from '../config/settings.ts'
import { nearest, suggestion } from '../scenario/near.ts'
import { readText } from './check.ts'
import { UsageError } from './command.ts'

/** Settings that go over those in force, by name. */
export type Overlay = Readonly<Partial<Record<SettingName, string>>>

/**
 * The other settings of a comparison: `MAX_CONCURRENT_CALLS=4,OPERATOR_MOBILE_NUMBERS=0912…,0912…`, or a file of such lines
 * (a whole `.env`, or only what differs). Throws {@link UsageError}, or a {@link StartFault} for faults of a file.
 */
export async function readAgainst(text: string, cwd: string): Promise<Overlay> {
  return /^[A-Za-z_]+=/.test(text) ? inline(text) : inFile(text, await readText(resolve(cwd, text)))
}

/** What differs, for people: secrets and people's numbers stay out of it. */
export function overlayText(overlay: Overlay): string {
  const shown = Object.entries(overlay).map(([name, value]) => {
    const { shown: as } = settingOf(name as SettingName)
    if (as === 'secret') return `${name}=***`
    return as === 'count' ? `${name}: ${value.split(',').length}` : `${name}=${value}`
  })
  return shown.join(', ')
}

/** A value may hold commas itself: only one that a name follows ends it. */
function inline(text: string): Overlay {
  const overlay: Partial<Record<SettingName, string>> = {}
  for (const part of text.split(/,(?=[A-Za-z][A-Za-z_]+=)/)) {
    const at = part.indexOf('=')
    const [written, value] = [part.slice(0, at), part.slice(at + 1).trim()]
    const name = known(written)
    if (name === undefined) throw new UsageError(`there is no setting ${written}${suggestion(written, settingNames)}`)
    if (value === '') throw new UsageError(`${written} in --against needs a value behind the =`)
    overlay[name] = value
  }
  return overlay
}

function inFile(file: string, text: string): Overlay {
  const overlay: Partial<Record<SettingName, string>> = {}
  const parsed = parseEnvFile(text)
  const faults = parsed.faults.map(({ line, wrong, write }) => `${file}:${line}: ${wrong}\n    write: ${write}`)
  for (const { name: written, value, line } of parsed.entries) {
    const name = known(written)
    const meant = name === undefined ? nearest(written, settingNames) : undefined
    if (name !== undefined && value.trim() !== '') overlay[name] = value
    // Other programs may keep settings in the same file; what is nearly one of ours was meant to be it.
    if (meant !== undefined) faults.push(`${file}:${line}: there is no setting ${written}; did you mean ${meant}?`)
  }
  if (faults.length > 0) throw new StartFault(faults.join('\n'), exitCodes.config)
  return overlay
}

function known(written: string): SettingName | undefined {
  return settingNames.find((name) => name === written || settingOf(name).oldNames.includes(written))
}
