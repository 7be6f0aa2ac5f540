import type { Schema } from './keys/key-table.ts'

/** The words of JSON Schema our schemas use; any other in one of them is reported as a fault. */
const words = new Set([
  '$schema',
  '$defs',
  '$ref',
  'title',
  'description',
  'examples',
  'type',
  'properties',
  'patternProperties',
  'additionalProperties',
  'required',
  'items',
  'anyOf',
  'not',
  'enum',
  'const',
  'pattern',
  'minimum',
  'maximum',
])

/** What a value breaks of a schema, as paths with reasons; empty = valid. `root` is where `$ref` looks. */
export function faultsOf(value: unknown, schema: Schema, root: Schema, path = '$'): readonly string[] {
  const strange = Object.keys(schema).filter((word) => !words.has(word))
  if (strange.length > 0) return [`${path}: the schema uses ${strange.join(', ')}`]
  const ref = schema['$ref']
  if (typeof ref === 'string') return faultsOf(value, definition(ref, root), root, path)
  return [
    ...scalarFaults(value, schema, path),
    ...combinedFaults(value, schema, root, path),
    ...innerFaults(value, schema, root, path),
  ]
}

function definition(ref: string, root: Schema): Schema {
  const defs = root['$defs'] as Readonly<Record<string, Schema>>
  return defs[ref.replace('#/$defs/', '')] ?? { const: `no definition ${ref}` }
}

function scalarFaults(value: unknown, schema: Schema, path: string): readonly string[] {
  const faults: string[] = []
  const { type, pattern, minimum, maximum } = schema
  const choices = schema['enum']
  if (type !== undefined && typeOf(value) !== type && !(type === 'number' && typeOf(value) === 'integer'))
    faults.push(`${path}: not ${String(type)}`)
  if ('const' in schema && schema['const'] !== value) faults.push(`${path}: not ${String(schema['const'])}`)
  if (Array.isArray(choices) && !choices.includes(value)) faults.push(`${path}: not one of the choices`)
  if (typeof pattern === 'string' && typeof value === 'string' && !new RegExp(pattern, 'u').test(value))
    faults.push(`${path}: does not look like ${pattern}`)
  if (typeof value === 'number' && (value < Number(minimum ?? value) || value > Number(maximum ?? value)))
    faults.push(`${path}: out of range`)
  return faults
}

function combinedFaults(value: unknown, schema: Schema, root: Schema, path: string): readonly string[] {
  const anyOf = schema['anyOf'] as readonly Schema[] | undefined
  const not = schema['not'] as Schema | undefined
  const faults: string[] = []
  if (anyOf !== undefined && !anyOf.some((one) => faultsOf(value, one, root, path).length === 0))
    faults.push(`${path}: none of ${anyOf.length} shapes`)
  if (not !== undefined && faultsOf(value, not, root, path).length === 0)
    faults.push(`${path}: a shape it must not have`)
  return faults
}

function innerFaults(value: unknown, schema: Schema, root: Schema, path: string): readonly string[] {
  if (Array.isArray(value)) {
    const items = schema['items'] as Schema | undefined
    return items === undefined ? [] : value.flatMap((item, index) => faultsOf(item, items, root, `${path}[${index}]`))
  }
  if (typeOf(value) !== 'object') return []
  const object = value as Readonly<Record<string, unknown>>
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  const patterns = (schema['patternProperties'] ?? {}) as Readonly<Record<string, Schema>>
  const others = schema['additionalProperties'] as Schema | false | undefined
  const missing = ((schema['required'] ?? []) as readonly string[]).filter((name) => !(name in object))
  const faults = Object.entries(object).flatMap(([name, inner]) => {
    const pattern = Object.keys(patterns).find((one) => new RegExp(one, 'u').test(name))
    const fit = properties[name] ?? (pattern === undefined ? others : patterns[pattern])
    if (fit === false) return [`${path}.${name}: not a key`]
    return fit === undefined ? [] : faultsOf(inner, fit, root, `${path}.${name}`)
  })
  return [...missing.map((name) => `${path}: needs ${name}`), ...faults]
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}
