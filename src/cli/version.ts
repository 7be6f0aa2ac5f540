import { exitCodes } from '../app/exit-codes.ts'
import { version } from '../app/version.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'

/** `salehi version`. */
export const versionCommand: Command = {
  name: 'version',
  usage: 'version',
  summary: 'print the version and the commit it was built from',
  details: '',
  run(args, terminal) {
    readArguments(args, {})
    terminal.out(`salehi ${version.number} (${version.commit})`)
    return Promise.resolve(exitCodes.ok)
  },
}
