import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { callsUp, orderEngine } from './engine-order.ts'

/** `salehi drain`. */
export const drainCommand: Command = {
  name: 'drain',
  usage: 'drain',
  summary: 'dial no more and end when the calls that are up have ended',
  details: [
    '  The same as SIGTERM: calls have DRAIN_TIMEOUT to end, then the engine exits with 0. As a service it is started',
    '  again by systemd: "systemctl stop salehi" drains it and leaves it stopped. To rest without ending: salehi pause.',
    '  Returns at once. Exit code 1 when salehi does not run.',
  ].join('\n'),
  async run(args, terminal, signal) {
    readArguments(args, {})
    return await orderEngine(
      terminal,
      { method: 'POST', path: '/drain' },
      (held) => [`Draining: no more numbers are dialled; ${callsUp(held)}, and salehi ends when none is.`],
      signal,
    )
  },
}
