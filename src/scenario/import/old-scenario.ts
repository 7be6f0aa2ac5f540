import { parseDocument } from 'yaml'

/** A step of the older language: a node of a graph. */
export interface OldStep {
  readonly id: string
  readonly type: string
  readonly line: number
  /** Every other key as it stands. */
  readonly fields: Readonly<Record<string, unknown>>
  /** The step it leads to: `next`, else the one written below it. */
  readonly next: string | undefined
}

/** More steps than any scenario has. */
const maxSteps = 300

export interface OldFlow {
  readonly first: string | undefined
  readonly steps: ReadonlyMap<string, OldStep>
}

/** An older file, taken apart as far as its shape is known. */
export interface OldScenario {
  readonly fields: Readonly<Record<string, unknown>>
  readonly outbound: OldFlow | undefined
  readonly inbound: OldFlow | undefined
}

/** Reads an older file leniently; undefined with the reason when it is no mapping. */
export function readOldScenario(text: string): OldScenario | { readonly fault: string } {
  if (text.length > 512 * 1024) return { fault: 'the file is too long to be a scenario' }
  const parsed = parse(text)
  if (typeof parsed === 'string') return { fault: parsed }
  const root = record(parsed.value)
  if (root === undefined) return { fault: 'the file is no mapping: this is no scenario of the older kind' }
  const inner = record(root['scenario'])
  const fields = inner === undefined ? root : { ...inner, ...root }
  return { fields, outbound: readFlow(fields['flow'], text), inbound: readFlow(fields['inbound_flow'], text) }
}

/** The file's plain value, or the sentence that says why there is none. */
function parse(text: string): { readonly value: unknown } | string {
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' })
    const error = document.errors[0]
    if (error !== undefined) return `line ${lineAt(text, error.pos[0])}: ${error.message}`
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    // The library throws on nesting without end and on bombs of aliases.
    return `this cannot be read as YAML: ${error instanceof Error ? error.message : 'unknown fault'}`
  }
}

/** The value as a mapping; undefined when it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return value as Readonly<Record<string, unknown>>
}

/** The first of some keys that holds a text or a number, as text. */
export function word(fields: Readonly<Record<string, unknown>>, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
    if (typeof value === 'number') return String(value)
  }
  return undefined
}

function readFlow(value: unknown, text: string): OldFlow | undefined {
  const map = record(value)
  const list = Array.isArray(value) ? value : map === undefined ? undefined : (map['steps'] ?? map)
  const entries = Array.isArray(list)
    ? list.map((step, index) => [undefined, record(step), index] as const)
    : Object.entries(record(list) ?? {}).map(([id, step], index) => [id, record(step), index] as const)
  if (entries.length > maxSteps) return undefined
  const ids = entries.map(([id, step, index]) => id ?? word(step ?? {}, 'step', 'id', 'name') ?? `step_${index + 1}`)
  const steps = new Map<string, OldStep>()
  for (const [, step, index] of entries) {
    const id = ids[index]
    if (step === undefined || id === undefined || steps.has(id)) continue
    const type = (word(step, 'type', 'action') ?? id).toLowerCase()
    steps.set(id, {
      id,
      type,
      line: lineOf(text, id),
      fields: step,
      next: word(step, 'next', 'goto') ?? ids[index + 1],
    })
  }
  if (steps.size === 0) return undefined
  const start = map === undefined ? undefined : word(map, 'start', 'entry')
  return { first: start ?? [...steps.values()].find((step) => step.type === 'entry')?.id ?? ids[0], steps }
}

function lineOf(text: string, id: string): number {
  const at = text.search(new RegExp(`(step|id|name)\\s*:\\s*["']?${RegExp.escape(id)}["']?\\s*($|[,}#\\n])`, 'm'))
  return at < 0 ? 1 : lineAt(text, at)
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
