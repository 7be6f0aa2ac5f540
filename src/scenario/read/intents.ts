import type { Node } from '../document/node.ts'
import { alwaysKeys, intentKeys } from '../keys/scenario-keys.ts'
import type { AlwaysModel, IntentModel, IntentSetModel, Section } from '../model/scenario-model.ts'
import type { Located, Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { readFields } from './fields.ts'
import { readSection } from './section.ts'
import type { StepsReader } from './steps.ts'
import { readText, readTexts } from './values.ts'

/** Events of every question, so no intent can have these names. */
const reserved = ['unknown', 'no_input', 'else']

/** Section `intents`: sets of intents. */
export function readIntents(node: Node | undefined, at: Span, report: Report): Section<IntentSetModel> {
  return readSection(node, 'intents', at, report, (set, value, key) => {
    const what = `the intents of "${set}"`
    const intents = readSection(value, what, key, report, (name, intent, at) => readIntent(name, intent, at, report))
    if (intents.whole && intents.entries.size === 0) report.add('shape', key, `${what} are empty: name at least one`)
    return { intents }
  })
}

/** Section `always`: intents heard at every question. */
export function readAlways(node: Node | undefined, at: Span, steps: StepsReader, report: Report): Section<AlwaysModel> {
  return readSection(node, 'always', at, report, (name, value, key) => {
    if (isReserved(name, key, report)) return undefined
    const fields = readFields(value, alwaysKeys, `the intent "${name}"`, key, report)
    if (fields === undefined) return undefined
    const means = readText(fields.get('means'), 'means', fields.keyAt('means'), report)
    const phrases = readPhrases(fields.get('phrases'), fields.keyAt('phrases'), report)
    const thenNode = fields.get('then')
    const then = thenNode && steps.read(thenNode, `always.${name}`, fields.keyAt('then'))
    if (means === undefined && phrases.length === 0) saysNothing(name, key, report)
    return { phrases, ...(means && { means: means.value }), ...(then && { then }) }
  })
}

function readIntent(name: string, node: Node, key: Span, report: Report): IntentModel | undefined {
  if (isReserved(name, key, report)) return undefined
  const what = `the intent "${name}"`
  if (node.kind === 'scalar') {
    const means = readText(node, what, key, report)
    return means === undefined ? undefined : { means: means.value, phrases: [] }
  }
  if (node.kind === 'list') return { phrases: readPhrases(node, key, report) }
  const fields = readFields(node, intentKeys, what, key, report)
  if (fields === undefined) return undefined
  const means = readText(fields.get('means'), 'means', fields.keyAt('means'), report)
  const phrases = readPhrases(fields.get('phrases'), fields.keyAt('phrases'), report)
  if (means === undefined && phrases.length === 0) saysNothing(name, key, report)
  return { phrases, ...(means && { means: means.value }) }
}

function readPhrases(node: Node | undefined, at: Span, report: Report): readonly Located<string>[] {
  return readTexts(node, 'phrases', at, report)
}

function isReserved(name: string, key: Span, report: Report): boolean {
  if (!reserved.includes(name)) return false
  report.add('shape', key, `"${name}" is an event of every question already: give the intent another name`)
  return true
}

function saysNothing(name: string, key: Span, report: Report): void {
  report.add('missing-key', key, `the intent "${name}" needs "means" or "phrases": nothing says how to recognise it`)
}
