import type { Day } from '../api/contract.ts'

const parts = ['engine', 'lines', 'operators', 'queue', 'outbox', 'services', 'alerts', 'outcomes'] as const
type Part = (typeof parts)[number]

/** The day written out once for all who look, part by part and call by call, so that two of them are compared as text. */
export class Snapshot {
  readonly #at: number
  readonly #parts: Readonly<Record<Part, string>>
  readonly #calls = new Map<string, string>()

  constructor(day: Day) {
    this.#at = day.at
    this.#parts = Object.fromEntries(parts.map((part) => [part, JSON.stringify(day[part])])) as Record<Part, string>
    for (const call of day.calls) this.#calls.set(call.id, JSON.stringify(call))
  }

  /** All of it, as JSON of {@link Day}. */
  get text(): string {
    const members = parts.map((part) => `"${part}":${this.#parts[part]}`)
    return `{"at":${this.#at},${members.join(',')},"calls":[${[...this.#calls.values()].join(',')}]}`
  }

  /** What is another since `before`, as JSON of a `Change`; undefined when nothing is. */
  since(before: Snapshot): string | undefined {
    const members = parts
      .filter((part) => this.#parts[part] !== before.#parts[part])
      .map((part) => `"${part}":${this.#parts[part]}`)
    const changed = [...this.#calls].filter(([id, text]) => before.#calls.get(id) !== text).map(([, text]) => text)
    const gone = [...before.#calls.keys()].filter((id) => !this.#calls.has(id))
    if (changed.length + gone.length > 0) {
      members.push(`"calls":{"changed":[${changed.join(',')}],"gone":${JSON.stringify(gone)}}`)
    }
    return members.length === 0 ? undefined : `{"at":${this.#at},${members.join(',')}}`
  }
}
