import { exitCodes } from '../app/exit-codes.ts'
import { version } from '../app/version.ts'
import { migrations } from '../store/migrations.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'

/** `salehi version`. */
export const versionCommand: Command = {
  name: 'version',
  usage: 'version [--json]',
  summary: 'print the version and the commit it was built from',
  details: '  --json  {"version", "commit", "database"}: the last is the version its database has',
  run(args, terminal) {
    const { number, commit } = version
    const asJson = readArguments(args, { json: 'boolean' }).has('json')
    const json = JSON.stringify({ version: number, commit, database: migrations.length })
    terminal.out(asJson ? json : `salehi ${number} (${commit})`)
    return Promise.resolve(exitCodes.ok)
  },
}
