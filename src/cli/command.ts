/** The terminal a command talks to; tests hand in their own. */
export interface Terminal {
  /** Writes a line to standard output. */
  out(text: string): void
  /** Writes a line to standard error. */
  err(text: string): void
  /** Lines of standard input. */
  readonly lines: AsyncIterable<string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The current folder. */
  readonly cwd: string
  /** The folder the executable stands in: overrides of prompts lie beside it. */
  readonly home: string
}

/** One command of the executable. */
export interface Command {
  readonly name: string
  /** How it is written, without the program's name: `check [FILES]`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  /** The rest of its help: what it does, options, examples, exit codes. */
  readonly details: string
  /** Returns the exit code. Rejects with {@link UsageError} for wrong arguments. */
  run(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number>
}

/** The command line is wrong; the message says what to write. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
