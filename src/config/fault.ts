/** One thing wrong with the settings, for people. Never holds a secret or somebody's number. */
export interface ConfigFault {
  /** The setting, or `.env` for a line that is no setting. */
  readonly name: string
  /** `environment`, `/path/.env:12`, `--company`, or `not set`. */
  readonly where: string
  readonly wrong: string
  /** What to write instead. */
  readonly write: string
}

/** Something odd that stops nothing. */
export interface ConfigWarning {
  readonly name: string
  readonly where: string
  readonly about: string
}

/** Every fault in two lines: what is wrong and where, what to write. */
export function renderFaults(faults: readonly ConfigFault[]): string {
  return faults.map(({ name, where, wrong, write }) => `${name} (${where}): ${wrong}\n    write: ${write}\n`).join('')
}

/** One line a warning. */
export function renderWarnings(warnings: readonly ConfigWarning[]): string {
  return warnings.map(({ name, where, about }) => `${name} (${where}): ${about}\n`).join('')
}
