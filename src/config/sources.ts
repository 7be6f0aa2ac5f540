import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnvFile } from './env-file.ts'
import type { ConfigFault, ConfigWarning } from './fault.ts'
import { nearest } from './nearest.ts'
import { type SettingName, settingNames, settingOf } from './settings.ts'

/** Where the value of a setting came from. */
export type Origin =
  | { readonly kind: 'command_line' }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly name: string }
  | { readonly kind: 'default' }

/** A text somebody wrote, and where. */
export interface Written {
  readonly text: string
  readonly origin: Origin
}

/** Everything written, before it is understood. */
export interface Sources {
  readonly written: ReadonlyMap<SettingName, Written>
  readonly faults: readonly ConfigFault[]
  readonly warnings: readonly ConfigWarning[]
  /** The `.env` in force, if there is one. */
  readonly file?: string
}

export interface SourceOptions {
  /** The process's environment. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder whose `.env` is read. */
  readonly cwd: string
  /** Read where that folder has no `.env`. */
  readonly systemFile: string
  /** `--company`. */
  readonly company?: string
}

/** Gathers what is written: command line over environment over file; an empty text counts as not written. */
export function readSources(options: SourceOptions): Sources {
  const faults: ConfigFault[] = []
  const warnings: ConfigWarning[] = []
  const file = [join(options.cwd, '.env'), options.systemFile].find((path) => existsSync(path))
  const written = new Map<SettingName, Written>()
  if (file !== undefined) readInto(written, file, faults, warnings)
  for (const name of settingNames) {
    const used = [...settingOf(name).oldNames].reverse().concat(name)
    for (const alias of used) {
      const text = options.env[alias] ?? ''
      if (text.trim() !== '') written.set(name, { text, origin: { kind: 'environment', name: alias } })
    }
  }
  if (options.company !== undefined) written.set('COMPANY', { text: options.company, origin: { kind: 'command_line' } })
  return { written, faults, warnings, ...(file === undefined ? {} : { file }) }
}

function readInto(
  written: Map<SettingName, Written>,
  path: string,
  faults: ConfigFault[],
  warnings: ConfigWarning[],
): void {
  const text = readText(path)
  if (typeof text !== 'string') {
    faults.push({ name: '.env', where: path, wrong: text.wrong, write: text.write })
    return
  }
  const parsed = parseEnvFile(text)
  for (const { line, wrong, write } of parsed.faults)
    faults.push({ name: '.env', where: `${path}:${line}`, wrong, write })
  const seen = new Map<string, number>()
  for (const { name: writtenName, value, line } of parsed.entries) {
    const name = knownName(writtenName)
    const where = `${path}:${line}`
    if (name === undefined) {
      const meant = similarName(writtenName)
      if (meant !== undefined)
        warnings.push({ name: writtenName, where, about: `there is no such setting; did you mean ${meant}?` })
      continue
    }
    const before = seen.get(writtenName)
    if (before !== undefined)
      warnings.push({ name: writtenName, where, about: `is also on line ${before}; this one counts` })
    seen.set(writtenName, line)
    // An old name never overrides the new one, wherever it stands in the file.
    if (writtenName !== name && seen.has(name)) continue
    if (value.trim() === '') written.delete(name)
    else written.set(name, { text: value, origin: { kind: 'file', path, line, name: writtenName } })
  }
}

function readText(path: string): string | { readonly wrong: string; readonly write: string } {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EACCES') {
      return { wrong: 'may not be read by this user', write: `sudo chgrp asterisk ${path} && sudo chmod 640 ${path}` }
    }
    return { wrong: `cannot be read (${code ?? 'unknown error'})`, write: 'a plain text file with NAME=value lines' }
  }
}

function knownName(written: string): SettingName | undefined {
  return settingNames.find((name) => name === written || settingOf(name).oldNames.includes(written))
}

/** The setting a misspelt name was probably meant to be. */
function similarName(written: string): string | undefined {
  const upper = written.toUpperCase().replaceAll(/[-.]/g, '_')
  const begun = settingNames.filter(
    (name) => upper.length >= 6 && (name.startsWith(upper) || upper.startsWith(`${name}_`)),
  )
  return nearest(upper, settingNames, upper.length >= 8 ? 2 : 1) ?? begun[0]
}
