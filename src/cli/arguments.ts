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

/** Reads a command's arguments, of them at most `mostWords` that are no options; what it does not know is a {@link UsageError}. */
export function readArguments(args: readonly string[], kinds: OptionKinds, mostWords = 0): Arguments {
  const read = parse(args, kinds)
  const tooMuch = read.words[mostWords]
  if (tooMuch === undefined) return read
  throw new UsageError(`"${tooMuch}" is one word too many${takes(kinds)}`)
}

function parse(args: readonly string[], kinds: OptionKinds): Arguments {
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
    throw new UsageError(wrongOption(error, kinds))
  }
}

/** In our words: Node's own go on about arguments that begin with a dash. */
function wrongOption(error: unknown, kinds: OptionKinds): string {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const name = /--?[\w-]+/.exec(message)?.[0] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `there is no option ${name}${takes(kinds)}`
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return message
  const wantsValue = kinds[name.slice(2)] === 'string'
  return wantsValue ? `${name} needs a value behind it` : `${name} takes no value`
}

function takes(kinds: OptionKinds): string {
  const names = Object.keys(kinds).map((name) => `--${name}`)
  return names.length === 0 ? '; there are no options here' : `; the options are ${[...names, '--help'].join(', ')}`
}
