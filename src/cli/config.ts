import { exitCodes } from '../app/exit-codes.ts'
import { describeConfig, renderConfig } from '../config/describe.ts'
import { renderFaults, renderWarnings } from '../config/fault.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { loadSettings } from './settings.ts'

/** `salehi config`. */
export const configCommand: Command = {
  name: 'config',
  usage: 'config [--company NAME] [--json]',
  summary: 'print every setting in force and where it came from, secrets masked',
  details: [
    '  --company NAME  as if run for this company',
    '  --json          one JSON array',
    '',
    '  Exit code 78 when something is wrong; every fault is listed at once.',
  ].join('\n'),
  run(args, terminal) {
    const options = readArguments(args, { company: 'string', json: 'boolean' })
    const loaded = loadSettings(terminal, [], options.text('company'))
    const rows = describeConfig(loaded.sources)
    terminal.out(options.has('json') ? JSON.stringify(rows, undefined, 2) : renderConfig(rows).trimEnd())
    if (loaded.warnings.length > 0) terminal.err(renderWarnings(loaded.warnings).trimEnd())
    if (loaded.kind === 'loaded') return Promise.resolve(exitCodes.ok)
    terminal.err(renderFaults(loaded.faults).trimEnd())
    return Promise.resolve(exitCodes.config)
  },
}
