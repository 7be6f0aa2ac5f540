import { exitCodes } from '../app/exit-codes.ts'
import { exampleFile, type Given } from '../config/example.ts'
import { nearest } from '../config/nearest.ts'
import { type SettingName, settingNames } from '../config/settings.ts'
import { type Terminal, UsageError } from './command.ts'

/** `salehi config --example [NAME=value …]`: a settings file to fill in. */
export function printExample(words: readonly string[], terminal: Terminal): number {
  const given: Partial<Record<SettingName, string>> = {}
  for (const word of words) {
    const [, name = '', value = ''] = /^([A-Za-z_]+)=([^\p{Cc}]*)$/u.exec(word) ?? []
    const known = settingNames.find((each) => each === name)
    if (known === undefined) throw new UsageError(notASetting(word, name))
    given[known] = value
  }
  terminal.out(exampleFile(given satisfies Given).trimEnd())
  return exitCodes.ok
}

function notASetting(word: string, name: string): string {
  if (name === '') return `"${word}" is not NAME=value, for example DATA_DIR=/var/lib/salehi`
  const meant = nearest(name.toUpperCase(), settingNames, 2)
  return `there is no setting "${name}"${meant === undefined ? '; "salehi config" lists them' : `; did you mean ${meant}?`}`
}
