import type { MapEntry, Node } from '../document/node.ts'
import type { KeyTable } from '../keys/key-table.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { missingKey } from '../rules/missing-key.ts'
import { wrongShape } from '../rules/shape.ts'
import { unknownKey } from '../rules/unknown-key.ts'

/** A mapping with declared keys: unknown and missing ones have been reported. */
export class Fields<K extends string> {
  readonly #entries: ReadonlyMap<string, MapEntry>
  readonly at: Span

  readonly #meant: ReadonlySet<string | undefined>

  constructor(entries: ReadonlyMap<string, MapEntry>, meant: ReadonlySet<string | undefined>, at: Span) {
    this.#entries = entries
    this.#meant = meant
    this.at = at
  }

  get(key: K): Node | undefined {
    return this.#entries.get(key)?.value
  }

  /** Whether an unknown key was probably meant to be this one. */
  misspelt(key: K): boolean {
    return this.#meant.has(key) && !this.#entries.has(key)
  }

  /** Where a key stands; the whole mapping where it is left out. */
  keyAt(key: K): Span {
    return this.#entries.get(key)?.key.at ?? this.at
  }
}

/** Reads a mapping by its table; undefined (and reported) when it is no mapping. */
export function readFields<T extends KeyTable>(
  node: Node,
  table: T,
  what: string,
  at: Span,
  report: Report,
): Fields<Extract<keyof T, string>> | undefined {
  if (node.kind !== 'map') {
    wrongShape(node, at, `${what} must be a mapping`, report)
    return undefined
  }
  const entries = entriesOf(node.entries)
  const meant = new Set<string | undefined>()
  for (const [name, entry] of entries)
    if (!Object.hasOwn(table, name)) meant.add(unknownKey(entry.key, table, what, report))
  for (const [name, doc] of Object.entries(table))
    if (doc.required === true && !entries.has(name) && !meant.has(name)) missingKey(name, doc, what, at, report)
  return new Fields(entries, meant, node.at)
}

/** The first entry of every key; that one stands twice is reported as YAML. */
export function entriesOf(entries: readonly MapEntry[]): ReadonlyMap<string, MapEntry> {
  const found = new Map<string, MapEntry>()
  for (const entry of entries) if (!found.has(entry.key.text)) found.set(entry.key.text, entry)
  return found
}
