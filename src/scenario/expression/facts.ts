import type { Direction } from '../../domain/direction.ts'

/** A value a condition or a template may read. */
export type FactValue = string | number | boolean

/** What is known on one call: the contact's fields, what was collected, and the call itself. */
export interface Facts {
  readonly contact: Readonly<Record<string, FactValue>>
  readonly slots: Readonly<Record<string, FactValue>>
  readonly call: {
    /** The far human's number. */
    readonly caller: string
    /** The number of our line. */
    readonly line: string
    readonly direction: Direction
  }
}

/** The value at a path (`['contact', 'name']`); undefined when it is not known, or empty. */
export function factAt(facts: Facts, path: readonly string[]): FactValue | undefined {
  const [root, name, ...rest] = path
  if (name === undefined || rest.length > 0) return undefined
  const group = root === 'contact' ? facts.contact : root === 'slots' ? facts.slots : root === 'call' ? facts.call : {}
  if (!Object.hasOwn(group, name)) return undefined
  const value = (group as Readonly<Record<string, FactValue | undefined>>)[name]
  return value === '' ? undefined : value
}
