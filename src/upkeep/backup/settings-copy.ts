import { parseEnvFile } from '../../config/env-file.ts'
import { settingNames, settingOf } from '../../config/settings.ts'

/** What stands in a copied settings file in the place of a password or a token. */
export const leftOut = ''

/**
 * A settings file for a backup: as it is, or with every password and token left out, also those of settings of an older
 * or a newer salehi.
 */
export function settingsCopy(text: string, withSecrets: boolean): string {
  if (withSecrets) return text
  const secret = new Set(
    parseEnvFile(text)
      .entries.filter(({ name }) => isSecret(name))
      .map(({ line }) => line),
  )
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const note = '# Passwords and tokens were left out of this backup: write them in again.'
  const kept = lines.map((line, index) => (secret.has(index + 1) || looksSecret(line) ? blanked(line) : line))
  return [note, ...kept].join('\n')
}

function isSecret(name: string): boolean {
  const known = settingNames.find((each) => each === name || settingOf(each).oldNames.includes(name))
  return known === undefined ? secretWord.test(name) : settingOf(known).shown === 'secret'
}

const secretWord = /token|password|passwd|secret|api_?key/i

/** A line that is no setting, as the reader has it, but may have been meant as one; a commented-out one too. */
function looksSecret(line: string): boolean {
  const name = /^[\s#]*(?:export\s+)?([\w.-]+)\s*[=:]/.exec(line)?.[1]
  return name !== undefined && isSecret(name)
}

function blanked(line: string): string {
  return `${/^[^=:]*[=:]/.exec(line)?.[0] ?? '#'}${leftOut}`
}
