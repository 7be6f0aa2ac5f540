import type { Node } from '../document/node.ts'
import { fieldKeys } from '../keys/scenario-keys.ts'
import type { FieldModel, Section } from '../model/scenario-model.ts'
import { fieldTypes } from '../plan.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { missingKey } from '../rules/missing-key.ts'
import { notOffered } from '../rules/not-offered.ts'
import { entriesOf, readFields } from './fields.ts'
import { readSection } from './section.ts'
import { readChoice, readTexts } from './values.ts'

/** Section `contact`: the fields a list must bring. */
export function readContact(node: Node | undefined, at: Span, report: Report): Section<FieldModel> {
  return readSection(node, 'contact', at, report, (name, value, key) => {
    const what = `the field "${name}"`
    if (value.kind !== 'map') {
      const type = readChoice(value, fieldTypes, what, key, report)
      if (type?.value !== 'choice') return type && { type: type.value }
      missingKey('of', fieldKeys.of, what, type.at, report)
      return undefined
    }
    const fields = readFields(value, fieldKeys, what, key, report)
    const type = readChoice(fields?.get('type'), fieldTypes, 'the type', fields?.keyAt('type') ?? key, report)
    const choices = readTexts(fields?.get('of'), 'the choices', fields?.keyAt('of') ?? key, report)
    if (type === undefined) return undefined
    if (type.value === 'choice' && choices.length === 0) missingKey('of', fieldKeys.of, what, key, report)
    return { type: type.value, ...(choices.length > 0 && { choices: choices.map((choice) => choice.value) }) }
  })
}

/** Section `slots`, not offered yet: only the types are read, so that conditions can still be checked. */
export function readSlots(node: Node | undefined, at: Span, report: Report): Section<FieldModel> {
  if (node === undefined) return { entries: new Map(), whole: true }
  notOffered('slots', at, report)
  if (node.kind !== 'map') return { entries: new Map(), whole: false }
  const entries = new Map<string, FieldModel & { readonly key: Span }>()
  for (const [name, entry] of entriesOf(node.entries)) {
    if (entry.value.kind !== 'map') continue
    const keys = entriesOf(entry.value.entries)
    const typeNode = keys.get('type')?.value
    const type = fieldTypes.find((one) => typeNode?.kind === 'scalar' && one === typeNode.text) ?? 'text'
    const of = keys.get('of')?.value
    const choices = of?.kind === 'list' ? of.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : [])) : []
    entries.set(name, { type, key: entry.key.at, ...(choices.length > 0 && { choices }) })
  }
  return { entries, whole: entries.size === node.entries.length }
}
