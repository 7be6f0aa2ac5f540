import { parse } from 'node:path'

/** How Asterisk addresses an installed prompt (`custom/sina/hello`), after `sound:`; the ending of `file` does not matter. */
export function soundName(scenario: string, file: string): string {
  return `custom/${scenario}/${parse(file).name}`
}

/** Whether Asterisk can be given the name: commas, spaces and slashes would split or redirect a media list. */
export function isSoundName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]{0,99}$/u.test(name)
}
