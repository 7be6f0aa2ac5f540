import type { Command } from './command.ts'
import { UsageError } from './command.ts'

/** The list of commands, or all about one of them. */
export function helpText(commands: readonly Command[], about: string | undefined): string {
  if (about === undefined || about === 'help') return overview(commands)
  const command = commands.find(({ name }) => name === about)
  if (command === undefined) throw new UsageError(`there is no command "${about}"; "salehi help" lists them`)
  return [
    `salehi ${command.usage}`,
    '',
    `  ${command.summary}`,
    ...(command.details ? ['', command.details] : []),
  ].join('\n')
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  return [
    'salehi calls the numbers of a list through the lines of an Asterisk box and speaks a scenario with each.',
    '',
    ...commands.map(({ usage, summary }) => `  salehi ${usage.padEnd(width)}  ${summary}`),
    `  salehi ${'help [COMMAND]'.padEnd(width)}  this list, or all about one command`,
    '',
    'Settings come from the environment, over .env in the current folder, else /etc/salehi/salehi.env.',
    'Exit codes: 0 done, 1 failed, 2 wrong command line, 78 wrong settings.',
  ].join('\n')
}
