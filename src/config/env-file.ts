/** One `NAME=value` of a file and the line it stands on (1-based). */
export interface EnvEntry {
  readonly name: string
  readonly value: string
  readonly line: number
}

/** A line that is no setting; `wrong` and `write` are for people and never hold what stands on the line. */
export interface EnvLineFault {
  readonly line: number
  readonly wrong: string
  readonly write: string
}

/** What a `.env` file says. A name written twice appears twice; the later one counts. */
export interface EnvFile {
  readonly entries: readonly EnvEntry[]
  readonly faults: readonly EnvLineFault[]
}

/**
 * Reads a `.env` file as people write them: comments, `export`, single quotes (as is), double quotes (`\n`, `\t`, `\"`, `\\`),
 * Windows line ends, a byte order mark. A `#` starts a comment only behind a space, so `##1000` is a value.
 * Nothing is expanded: `$` is a plain character, as in systemd's own reader.
 */
export function parseEnvFile(text: string): EnvFile {
  const entries: EnvEntry[] = []
  const faults: EnvLineFault[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  for (const [index, raw] of lines.entries()) {
    const line = index + 1
    const trimmed = raw.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const match = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=(.*)$/.exec(trimmed)
    if (match === null) {
      faults.push({ line, wrong: 'this line is not a setting', write: 'NAME=value, or # in front of a comment' })
      continue
    }
    const value = readValue(match[2] ?? '')
    if (typeof value === 'string') entries.push({ name: match[1] ?? '', value, line })
    else faults.push({ line, wrong: `${match[1]}: ${value.wrong}`, write: value.write })
  }
  return { entries, faults }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' }

function readValue(after: string): string | { readonly wrong: string; readonly write: string } {
  const text = after.trimStart()
  const quote = text[0]
  if (quote !== '"' && quote !== "'") return /^#(\s|$)/.test(text) ? '' : text.replace(/\s+#.*$/, '').trim()
  const body = quote === '"' ? /^"((?:[^"\\]|\\.)*)"(.*)$/ : /^'([^']*)'(.*)$/
  const match = body.exec(text)
  if (match === null) return { wrong: 'the quote is not closed on its line', write: `the value between two ${quote}` }
  if (!/^\s*(#.*)?$/.test(match[2] ?? '')) {
    return { wrong: 'something follows the closing quote', write: 'only the quoted value on this line' }
  }
  const value = match[1] ?? ''
  if (quote === "'") return value
  return value.replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole)
}
