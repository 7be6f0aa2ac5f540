import type { Terminal } from './command.ts'

/** Asks a question that is answered with yes or no; nobody there to answer is a no. */
export async function confirmed(question: string, terminal: Terminal): Promise<boolean> {
  terminal.out(`${question} Write yes to go on (or use --yes):`)
  for await (const line of terminal.lines) return /^\s*(y|yes)\s*$/i.test(line)
  return false
}
