import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { exitCodes } from './app/exit-codes.ts'
import { StartFault } from './app/start-fault.ts'
import { type Terminal, UsageError } from './cli/command.ts'
import { commands } from './cli/commands.ts'
import { helpText } from './cli/help.ts'
import { ShuttingDown } from './session/shutting-down.ts'

const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  get lines() {
    return createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
  },
  env: process.env,
  cwd: process.cwd(),
  home: dirname(process.execPath),
}

/** Runs the command named by the arguments; without one it is `run`. */
async function main(args: readonly string[]): Promise<number> {
  const [first = 'run', ...rest] = args
  if (first === 'help' || first === '--help' || first === '-h') {
    terminal.out(helpText(commands, rest[0]))
    return exitCodes.ok
  }
  if (first === '--version') return await main(['version'])
  const named = commands.find(({ name }) => name === first)
  const command = named ?? (first.startsWith('-') ? commands.find(({ name }) => name === 'run') : undefined)
  if (command === undefined) throw new UsageError(`there is no command "${first}"; "salehi help" lists them`)
  const own = named === undefined ? args : rest
  if (own.includes('--help')) {
    terminal.out(helpText(commands, command.name))
    return exitCodes.ok
  }
  return await command.run(own, terminal, stopSignal())
}

/** Aborts with {@link ShuttingDown} on SIGTERM or SIGINT; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.failed)
    controller.abort(new ShuttingDown('asked to stop'))
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return controller.signal
}

/** What went wrong first: clean-up that fails too wraps one error in another. */
function firstOf(thrown: unknown): unknown {
  return thrown instanceof SuppressedError ? firstOf(thrown.suppressed) : thrown
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    const error = firstOf(thrown)
    if (error instanceof UsageError) {
      terminal.err(`salehi: ${error.message}`)
      process.exit(exitCodes.usage)
    }
    if (error instanceof ShuttingDown) process.exit(exitCodes.ok)
    if (error instanceof StartFault) {
      terminal.err(error.message)
      process.exit(error.code)
    }
    terminal.err(
      `salehi: a fault of the program, please report it: ${error instanceof Error ? error.stack : String(error)}`,
    )
    process.exit(exitCodes.failed)
  },
)
