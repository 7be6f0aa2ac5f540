/** A JSON Schema fragment. */
export type Schema = Readonly<Record<string, unknown>>

/** One key of the language: what it means, how it is written. The reader and the schema both come from it. */
export interface KeyDoc {
  readonly description: string
  readonly example: unknown
  readonly required?: true
  readonly schema: Schema
}

export type KeyTable<K extends string = string> = Readonly<Record<K, KeyDoc>>

/** A key for a table, in one line. */
export function key(description: string, example: unknown, schema: Schema): KeyDoc {
  return { description, example, schema }
}

/** A key that must be there. */
export function requiredKey(description: string, example: unknown, schema: Schema): KeyDoc {
  return { description, example, schema, required: true }
}

/** A reference to a definition of the schema. */
export function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` }
}

/** A mapping from names to one kind of thing. */
export function mapOf(values: Schema): Schema {
  return { type: 'object', additionalProperties: values }
}

/** A list of one kind of thing. */
export function listOf(items: Schema): Schema {
  return { type: 'array', items }
}

/** One or a list of it. */
export function oneOrList(items: Schema): Schema {
  return { anyOf: [items, { type: 'array', items }] }
}
