import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { callsUp, orderEngine } from './engine-order.ts'

/** `salehi pause`. */
export const pauseCommand: Command = {
  name: 'pause',
  usage: 'pause [REASON]',
  summary: 'dial no more until "salehi resume"; calls that are up go on',
  details: [
    '  REASON  why, for whoever looks at "salehi status"; write no personal data here',
    '',
    '  Holds over restarts. Who rings us is still answered. Exit code 1 when salehi does not run.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const reason = readArguments(args, {}, 50).words.join(' ')
    const body = reason === '' ? {} : { because: reason }
    return await orderEngine(
      terminal,
      { method: 'POST', path: '/pause', body },
      (held) => [
        `Paused: no more numbers are dialled, also after a restart; ${callsUp(held)}.`,
        'It goes on with: salehi resume',
      ],
      signal,
    )
  },
}
