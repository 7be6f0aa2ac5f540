import { exitCodes } from '../app/exit-codes.ts'
import { companySchema, scenarioSchema } from '../scenario/schema.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'

/** `salehi schema`. */
export const schemaCommand: Command = {
  name: 'schema',
  usage: 'schema [--policy]',
  summary: 'print the JSON Schema of scenario files, for completion in an editor',
  details: [
    '  --policy  the schema of company.yaml instead',
    '',
    '  salehi schema > salehi.schema.json',
    '  First line of a scenario: # yaml-language-server: $schema=salehi.schema.json',
  ].join('\n'),
  run(args, terminal) {
    const options = readArguments(args, { policy: 'boolean' })
    terminal.out(JSON.stringify(options.has('policy') ? companySchema() : scenarioSchema(), undefined, 2))
    return Promise.resolve(exitCodes.ok)
  },
}
