import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { exitCodes } from './app/exit-codes.ts'
import { StartFault } from './app/start-fault.ts'
import { type Terminal, UsageError } from './cli/command.ts'
import { commands } from './cli/commands.ts'
import { helpText } from './cli/help.ts'
import { ownMachine, reachDirectly } from './config/no-proxy.ts'
import { ShuttingDown } from './session/shutting-down.ts'

/** Unlike the process's own streams these can be waited for: an exit cuts off what a slow reader has not taken yet. */
const [stdout, stderr] = [Bun.stdout.writer(), Bun.stderr.writer()]

const terminal: Terminal = {
  out: (text) => send(stdout, text),
  err: (text) => send(stderr, text),
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

/** Says what went wrong; the exit code for it. */
function tell(thrown: unknown): number {
  const error = firstOf(thrown)
  if (error instanceof ShuttingDown) return exitCodes.ok
  if (error instanceof UsageError) {
    terminal.err(`salehi: ${error.message}`)
    return exitCodes.usage
  }
  if (error instanceof StartFault) {
    terminal.err(error.message)
    return error.code
  }
  const story = error instanceof Error ? error.stack : String(error)
  terminal.err(`salehi: a fault of the program, please report it: ${story}`)
  return exitCodes.failed
}

function send(stream: Bun.FileSink, text: string): void {
  try {
    stream.write(`${text}\n`)
    // A reader who is gone is no fault; the end waits for the others.
    void Promise.resolve(stream.flush()).catch(() => undefined)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error
  }
}

/** Ends once everything is written. */
async function end(code: number): Promise<never> {
  await Promise.allSettled([stdout.end(), stderr.end()])
  process.exit(code)
}

reachDirectly(ownMachine)
void main(process.argv.slice(2)).catch(tell).then(end)
