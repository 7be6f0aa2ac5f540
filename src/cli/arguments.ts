import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'

/** The options a command knows: `string` takes a value, `boolean` does not. */
export type OptionKinds = Readonly<Record<string, 'string' | 'boolean'>>

export interface Arguments {
  /** The value of an option that was given. */
  text(name: string): string | undefined
  /** Whether a switch was given. */
  has(name: string): boolean
  readonly words: readonly string[]
}

/** Reads a command's arguments; what it does not know is a {@link UsageError}. */
export function readArguments(args: readonly string[], kinds: OptionKinds): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: Object.fromEntries(Object.entries(kinds).map(([name, type]) => [name, { type }])),
    })
    return {
      text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
      has: (name) => values[name] === true,
      words: positionals,
    }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
