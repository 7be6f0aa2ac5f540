import type { Held } from '../web/control.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { orderEngine } from './engine-order.ts'

/** `salehi resume`. */
export const resumeCommand: Command = {
  name: 'resume',
  usage: 'resume',
  summary: 'end a pause, and try again at once what failures stopped',
  details: [
    '  What failures stopped (recogniser, llm, failures) is tried with one call; dialing goes on when it shows that all',
    '  is well. Says what still holds dialing. Exit code 1 when salehi does not run.',
  ].join('\n'),
  async run(args, terminal, signal) {
    readArguments(args, {})
    return await orderEngine(terminal, { method: 'POST', path: '/resume' }, resumedText, signal)
  },
}

/** What still holds dialing after a pause is over. */
export function resumedText({ holding }: Held): readonly string[] {
  if (holding.length === 0) return ['Resumed: nothing holds dialing any more.']
  return [
    'Resumed, but dialing is still held:',
    ...holding.flatMap(({ name, because, opens }) => [`  ${name}: ${because}`, `    → ${opens}`]),
  ]
}
