import { exitCodes } from '../app/exit-codes.ts'
import { importOldScenario } from '../scenario/import.ts'
import { readArguments } from './arguments.ts'
import { readText } from './check.ts'
import { type Command, UsageError } from './command.ts'

/** `salehi import`. */
export const importCommand: Command = {
  name: 'import',
  usage: 'import OLD.yaml',
  summary: 'carry a scenario of the older engine over',
  details: [
    '  salehi import old/sina.yaml > scenarios/sina/sina.yaml',
    '',
    '  The new file goes to standard output; what could not be carried over to standard error, line by line.',
    '  Check the new file with: salehi check FILE',
  ].join('\n'),
  async run(args, terminal) {
    const file = readArguments(args, {}, 1).words[0]
    if (file === undefined) throw new UsageError('import needs a file, for example: salehi import old/sina.yaml')
    const { yaml, notes } = importOldScenario(await readText(file), file)
    if (yaml !== '') terminal.out(yaml.trimEnd())
    for (const note of notes) terminal.err(note)
    return yaml === '' ? exitCodes.failed : exitCodes.ok
  },
}
