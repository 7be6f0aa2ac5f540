import type { MapNode, Node } from '../document/node.ts'
import { recordingKeys } from '../keys/scenario-keys.ts'
import type { PromptModel, Section, SpokenModel } from '../model/scenario-model.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { wrongShape } from '../rules/shape.ts'
import { unknownKey } from '../rules/unknown-key.ts'
import { entriesOf, readFields } from './fields.ts'
import { isLanguageTag } from './language.ts'
import { readSection } from './section.ts'
import { readTemplate } from './template.ts'
import { readPattern, readText } from './values.ts'

/** Section `prompts`: a text, a recording, or either for each language. */
export function readPrompts(node: Node | undefined, at: Span, report: Report): Section<PromptModel> {
  return readSection(node, 'prompts', at, report, (name, value, key) => readPrompt(name, value, key, report))
}

function readPrompt(name: string, node: Node, key: Span, report: Report): PromptModel | undefined {
  const what = `the prompt "${name}"`
  if (node.kind === 'map' && !isRecording(node)) return readByLanguage(node, what, report)
  const spoken = readSpoken(node, what, key, report)
  if (spoken === undefined) return undefined
  return { spoken: new Map([['', { ...spoken, at: key }]]), inDefaultOnly: spoken.kind === 'text' }
}

function isRecording(node: MapNode): boolean {
  const keys = node.entries.map((entry) => entry.key.text)
  return keys.length === 0 || keys.some((key) => Object.hasOwn(recordingKeys, key)) || !keys.some(isLanguageTag)
}

function readByLanguage(node: MapNode, what: string, report: Report): PromptModel | undefined {
  const spoken = new Map<string, SpokenModel & { readonly at: Span }>()
  for (const [language, entry] of entriesOf(node.entries)) {
    if (!isLanguageTag(language)) {
      unknownKey(entry.key, recordingKeys, what, report)
      continue
    }
    const one = readSpoken(entry.value, `${what} in ${language}`, entry.key.at, report)
    if (one !== undefined) spoken.set(language, { ...one, at: entry.key.at })
  }
  return { spoken, inDefaultOnly: false }
}

function readSpoken(node: Node, what: string, at: Span, report: Report): SpokenModel | undefined {
  if (node.kind === 'list') {
    wrongShape(node, at, `${what} must be a text or a recording ({ audio: file.mp3 })`, report)
    return undefined
  }
  if (node.kind === 'scalar') {
    const text = readTemplate(node, what, at, report)
    return text === undefined ? undefined : { kind: 'text', text }
  }
  const fields = readFields(node, recordingKeys, what, at, report)
  const must = 'a recording is a file name with .mp3 or .wav, without folders'
  const file = readPattern(fields?.get('audio'), /^\w[\w.-]*\.(mp3|wav)$/i, must, at, report)
  const says = readText(fields?.get('says'), `the words of ${what}`, fields?.keyAt('says') ?? at, report)
  if (file === undefined) return undefined
  return { kind: 'audio', file: file.value, ...(says === undefined ? {} : { says: says.value }) }
}
