import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { z } from 'zod'
import { nearest } from '../../scenario/near.ts'
import { type Mix, mixKeys, mixOf, mixSchema } from './mix.ts'

/** A mix, or everything that is wrong with its file, a line each: `mix.yaml:3:1: there is no …`. */
export type ReadMix =
  | { readonly kind: 'mix'; readonly mix: Mix }
  | { readonly kind: 'faulty'; readonly faults: readonly string[] }

/** Characters no mix needs. */
const maxLength = 65_536

/** Reads a mix file. `file` is its name as people know it. */
export function readMix(text: string, file: string): ReadMix {
  if (text.length > maxLength) return faulty([`${file}: it is longer than ${maxLength} characters: that is no mix`])
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    schema: 'core',
    merge: false,
    stringKeys: true,
  })
  const placed = (offset: number, what: string): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}: ${what}`
  }
  if (document.errors.length > 0) {
    return faulty(document.errors.map(({ pos, message }) => placed(pos[0], yamlFault(message))))
  }
  const { contents } = document
  if (contents === null || (isScalar(contents) && contents.value === null)) return { kind: 'mix', mix: mixOf({}) }
  if (!isMap(contents)) return faulty([`${file}:1:1: a mix is "key: value" lines, for example: answer_rate: 40%`])
  let aliasAt: number | undefined
  visit(document, {
    Alias: (_, alias) => {
      aliasAt = alias.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  if (aliasAt !== undefined) return faulty([placed(aliasAt, 'write the value itself: a mix knows no "*name"')])
  const read = mixSchema.safeParse(document.toJS())
  if (read.success) return { kind: 'mix', mix: mixOf(read.data) }
  const at = (path: readonly PropertyKey[]): number => offsetOf(contents, path)
  const found = read.error.issues.flatMap((issue) => told(issue).map(({ path, what }) => [at(path), what] as const))
  return faulty(found.toSorted(([one], [other]) => one - other).map(([offset, what]) => placed(offset, what)))
}

function faulty(faults: readonly string[]): ReadMix {
  return { kind: 'faulty', faults: [...new Set(faults)] }
}

interface Told {
  readonly path: readonly PropertyKey[]
  readonly what: string
}

function told(issue: z.core.$ZodIssue): readonly Told[] {
  const place = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], what: unknownKey(key, place) }))
  }
  const isContainer = issue.code === 'invalid_type' && issue.expected === 'object'
  const what = isContainer ? `must hold ${(mixKeys[place] ?? []).join(', ')}, each on a line of its own` : issue.message
  return [{ path: issue.path, what: place === '' ? what : `${place} ${what}` }]
}

function unknownKey(key: string, place: string): string {
  const known = mixKeys[place] ?? []
  const near = nearest(key, known)
  const help = near === undefined ? `there is ${known.join(', ')}` : `did you mean "${near}"?`
  return `there is no "${key}"${place === '' ? '' : ` in ${place}`}; ${help}`
}

/** Where a key stands, else the nearest thing around it. */
function offsetOf(map: unknown, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path
  if (!isMap(map)) return 0
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key))
  if (pair === undefined || !isScalar(pair.key)) return map.range?.[0] ?? 0
  if (rest.length > 0 && isMap(pair.value) && pair.value.items.length > 0) {
    const deeper = offsetOf(pair.value, rest)
    if (deeper > 0) return deeper
  }
  return pair.key.range?.[0] ?? 0
}

function yamlFault(message: string): string {
  return `this is not YAML as a mix needs it: ${message.split('\n', 1)[0] ?? message}`
}
