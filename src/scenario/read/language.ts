import type { Node } from '../document/node.ts'
import { languageKeys } from '../keys/scenario-keys.ts'
import type { LanguageModel } from '../model/scenario-model.ts'
import type { Located, Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { notOffered } from '../rules/not-offered.ts'
import { readFields } from './fields.ts'
import { readPattern } from './values.ts'

const tag = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/
const must = 'a language is a tag such as fa-IR or en-US'

/** Whether a word is a language tag. */
export function isLanguageTag(word: string): boolean {
  return tag.test(word)
}

/** Section `language`: a tag, or the default and the others. */
export function readLanguage(node: Node | undefined, at: Span, report: Report): LanguageModel {
  if (node === undefined) return { offered: [] }
  if (node.kind !== 'map') {
    const one = readPattern(node, tag, must, at, report)
    return one === undefined ? { offered: [] } : { default: one, offered: [one] }
  }
  const fields = readFields(node, languageKeys, 'language', at, report)
  if (fields === undefined) return { offered: [] }
  const start = fields.get('start')
  if (start !== undefined) notOffered('language.start', fields.keyAt('start'), report)
  const detect = fields.get('detect')
  if (detect !== undefined && !(detect.kind === 'scalar' && detect.text === 'never'))
    notOffered('language.detect', fields.keyAt('detect'), report)
  const first = readPattern(fields.get('default'), tag, must, fields.keyAt('default'), report)
  const offered = readOffered(fields.get('offered'), fields.keyAt('offered'), report)
  const all = [...(first === undefined ? [] : [first]), ...offered]
  const distinct = all.filter((one, index) => all.findIndex((other) => other.value === one.value) === index)
  return { ...(first === undefined ? {} : { default: first }), offered: distinct }
}

function readOffered(node: Node | undefined, at: Span, report: Report): readonly Located<string>[] {
  if (node === undefined) return []
  const items = node.kind === 'list' ? node.items : [node]
  return items.flatMap((item) => readPattern(item, tag, must, at, report) ?? [])
}
