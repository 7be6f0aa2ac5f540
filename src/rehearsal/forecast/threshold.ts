import { parseDuration } from '../../kernel/duration.ts'
import { suggestion } from '../../scenario/near.ts'
import type { Figures } from './figures.ts'
import { inUnit, type Measure, measures, type Unit } from './measure.ts'

const comparisons = { '>': above, '<': below, '>=': atLeast, '<=': atMost } as const

/** A condition that must not hold: `abandoned > 3%`. */
export interface Threshold {
  readonly measure: Measure
  readonly comparison: keyof typeof comparisons
  readonly bound: number
}

/** A threshold as it was written, or what is wrong with it. */
export type ReadThreshold =
  | { readonly kind: 'threshold'; readonly threshold: Threshold }
  | { readonly kind: 'wrong'; readonly because: string }

const examples: Readonly<Record<Unit, string>> = { share: '3%', time: '20s', count: '5' }

/** Reads `abandoned > 3%`. */
export function readThreshold(text: string): ReadThreshold {
  const [, name = '', comparison = '', written = ''] = /^\s*([\w-]+)\s*(>=|<=|>|<)\s*(.+?)\s*$/.exec(text) ?? []
  if (!isComparison(comparison)) {
    return wrong(`"${text}" is no condition: write a name, > or <, and a value, for example 'abandoned > 3%'`)
  }
  const names = measures.map((each) => each.name)
  const measure = measures.find((each) => each.name === name.replaceAll('-', '_').toLowerCase())
  if (measure === undefined) return wrong(`there is no figure "${name}"${suggestion(name, names)}; --help names them`)
  const bound = boundIn(written, measure.unit)
  if (bound !== undefined) return { kind: 'threshold', threshold: { measure, comparison, bound } }
  const kind = { share: 'a share', time: 'a length of time', count: 'a number' }[measure.unit]
  const example = `${measure.name} ${comparison} ${examples[measure.unit]}`
  return wrong(`${measure.name} is ${kind}, and "${written}" is none: write for example '${example}'`)
}

/** Whether it is crossed, and that in words: `abandoned is 4.1 %, and must not be > 3 %`. */
export function crossed({ measure, comparison, bound }: Threshold, figures: Figures): string | undefined {
  const value = measure.of(figures)
  if (!comparisons[comparison](value, bound)) return undefined
  return `${measure.name} is ${inUnit(value, measure.unit)}, and must not be ${comparison} ${inUnit(bound, measure.unit)}`
}

function boundIn(text: string, unit: Unit): number | undefined {
  if (unit === 'time') return parseDuration(text)
  if (unit === 'count') return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
  return /^\d+(\.\d+)?\s*%$/.test(text) ? Number(text.replace('%', '')) / 100 : undefined
}

function isComparison(text: string): text is keyof typeof comparisons {
  return Object.hasOwn(comparisons, text)
}

function wrong(because: string): ReadThreshold {
  return { kind: 'wrong', because }
}

function above(value: number, bound: number): boolean {
  return value > bound
}

function below(value: number, bound: number): boolean {
  return value < bound
}

function atLeast(value: number, bound: number): boolean {
  return value >= bound
}

function atMost(value: number, bound: number): boolean {
  return value <= bound
}
