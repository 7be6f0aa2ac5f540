import type { Clock } from '../../kernel/clock.ts'
import { TimedOut, within } from '../../kernel/deadline.ts'

/** What Asterisk's console said, or why it could not be asked. */
export type Said =
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'silent'; readonly why: Silence; readonly because: string }

/** `absent`: no Asterisk on this machine. `down`: it does not run. `refused`: it may, but this user is not answered. */
export type Silence = 'absent' | 'down' | 'refused' | 'slow'

/** The console of the Asterisk on this machine (`asterisk -rx`). */
export interface Console {
  /** Asks once and keeps the answer. */
  ask(command: string): Promise<Said>
  /** Has it do something; never kept. */
  order(command: string): Promise<Said>
}

/** What a console is reached with. */
export interface ConsoleParts {
  /** Path of `asterisk`; absent where there is none. */
  readonly program?: string
  readonly isRoot: boolean
  readonly clock: Clock
}

const limitMs = 8_000

/** The machine's own console. Its questions end with `signal`. */
export function consoleOf(parts: ConsoleParts, signal: AbortSignal): Console {
  const kept = new Map<string, Promise<Said>>()
  const order = (command: string): Promise<Said> => say(parts, command, signal)
  return {
    order,
    ask(command) {
      const known = kept.get(command) ?? order(command)
      kept.set(command, known)
      return known
    },
  }
}

async function say({ program, isRoot, clock }: ConsoleParts, command: string, signal: AbortSignal): Promise<Said> {
  if (program === undefined) return { kind: 'silent', why: 'absent', because: 'there is no Asterisk on this machine' }
  try {
    return await within(clock, limitMs, command, (inner) => spawned(program, command, isRoot, inner), signal)
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error
    return { kind: 'silent', why: 'slow', because: "Asterisk's console does not answer" }
  }
}

async function spawned(program: string, command: string, isRoot: boolean, signal: AbortSignal): Promise<Said> {
  const child = Bun.spawn([program, '-rx', command], { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe', signal })
  const [text, complaint] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  signal.throwIfAborted()
  if (!/unable to connect to remote asterisk/i.test(text + complaint)) return { kind: 'said', text: plain(text) }
  if (isRoot) return { kind: 'silent', why: 'down', because: 'Asterisk does not run' }
  return { kind: 'silent', why: 'refused', because: "Asterisk's console does not answer this user" }
}

/** Some commands are coloured even where nobody sees it. */
function plain(text: string): string {
  return Bun.stripANSI(text)
}
