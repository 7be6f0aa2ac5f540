import { exitCodes } from '../app/exit-codes.ts'
import { describeConfig, renderConfig } from '../config/describe.ts'
import { renderFaults, renderWarnings } from '../config/fault.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { printExample } from './config-example.ts'
import { loadSettings } from './settings.ts'

/** Settings that may be given for the example: all of them, and a few more by mistake. */
const mostGiven = 200

/** `salehi config`. */
export const configCommand: Command = {
  name: 'config',
  usage: 'config [--company NAME] [--json]',
  summary: 'print every setting in force and where it came from, secrets masked',
  details: [
    '  --company NAME  as if run for this company',
    '  --json          one JSON array',
    '  --example [NAME=VALUE …]  print a settings file to fill in instead, every setting explained; what is given stands',
    '                  in it. install.sh makes /etc/salehi/salehi.env of it',
    '',
    '  Exit code 78 when something is wrong; every fault is listed at once.',
  ].join('\n'),
  run(args, terminal) {
    const options = readArguments(args, { company: 'string', json: 'boolean', example: 'boolean' }, mostGiven)
    if (options.has('example')) return Promise.resolve(printExample(options.words, terminal))
    const [tooMuch] = options.words
    if (tooMuch !== undefined) throw new UsageError(`"${tooMuch}" is one word too many: NAME=VALUE goes with --example`)
    const loaded = loadSettings(terminal, [], options.text('company'))
    const rows = describeConfig(loaded.sources)
    terminal.out(options.has('json') ? JSON.stringify(rows, undefined, 2) : renderConfig(rows).trimEnd())
    if (loaded.warnings.length > 0) terminal.err(renderWarnings(loaded.warnings).trimEnd())
    if (loaded.kind === 'loaded') return Promise.resolve(exitCodes.ok)
    terminal.err(renderFaults(loaded.faults).trimEnd())
    return Promise.resolve(exitCodes.config)
  },
}
