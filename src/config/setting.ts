import type { z } from 'zod'
import type { Reader } from './read.ts'

/** How a value may be shown to people: as it is, as a count (numbers of people), or not at all. */
export type Shown = 'value' | 'count' | 'secret'

/** One setting: everything the schema, `salehi config` and the README say about it. */
export interface Setting<T> {
  /** One sentence for people, without a full stop. */
  readonly about: string
  /** As it would be written; absent = not set. */
  readonly default?: string
  /** What stands in for a default that is no written value («the company's»). */
  readonly otherwise?: string
  /** A value to show in help and faults; for secrets a made-up one. */
  readonly example: string
  readonly unit?: string
  readonly shown: Shown
  /** Names of older releases that mean the same. */
  readonly oldNames: readonly string[]
  /** From the written text, or its absence, to the value. */
  readonly schema: z.ZodType<T, string | undefined>
}

interface Spec<T> {
  readonly about: string
  readonly otherwise?: string
  readonly unit?: string
  readonly shown?: Shown
  readonly oldNames?: readonly string[]
  readonly reads: Reader<T>
}

/** Declares a setting that always has a value. */
export function setting<T>(byDefault: string, spec: Spec<T>): Setting<T> {
  const { reads, shown = 'value', oldNames = [], ...rest } = spec
  return { ...rest, shown, oldNames, default: byDefault, example: byDefault, schema: reads.prefault(byDefault) }
}

/** Declares a setting that may be left out; `example` shows how it is written. */
export function optional<T>(example: string, spec: Spec<T>): Setting<T | undefined> {
  const { reads, shown = 'value', oldNames = [], ...rest } = spec
  return { ...rest, shown, oldNames, example, schema: reads.optional() }
}
