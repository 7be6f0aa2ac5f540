import type { MapNode } from '../document/node.ts'
import { scenarioKeys } from '../keys/scenario-keys.ts'
import type { BlockModel, ScenarioModel, Section } from '../model/scenario-model.ts'
import type { Located, Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { readContact, readSlots } from './contact.ts'
import { type Fields, readFields } from './fields.ts'
import { readHours } from './hours.ts'
import { readAlways, readIntents } from './intents.ts'
import { readLanguage } from './language.ts'
import { readPrompts } from './prompts.ts'
import { readSection } from './section.ts'
import { readSpeech } from './speech.ts'
import { StepsReader } from './steps.ts'
import { readInteger, readPattern, readText } from './values.ts'

type Key = Extract<keyof typeof scenarioKeys, string>

/** Reads a scenario's nodes into its model, reporting what is not shaped as it should be. */
export function readScenarioModel(root: MapNode, zone: string, report: Report): ScenarioModel {
  const first: Span = { start: root.at.start, end: root.at.start + 1 }
  const fields = readFields(root, scenarioKeys, 'a scenario', first, report) as Fields<Key>
  const steps = new StepsReader(report)
  const at = (key: Key): Span => (fields.get(key) === undefined ? first : fields.keyAt(key))
  const section = <T>(key: Key, read: Section<T>): Section<T> => ({
    ...read,
    whole: read.whole && !fields.misspelt(key),
  })
  readInteger(fields.get('salehi'), 'salehi, the version of the language,', { min: 1, max: 1 }, at('salehi'), report)
  const model = {
    at: first,
    ...readIdentity(fields, at, report),
    language: readLanguage(fields.get('language'), at('language'), report),
    speech: readSpeech(fields.get('speech'), at('speech'), report),
    contact: section('contact', readContact(fields.get('contact'), at('contact'), report)),
    prompts: section('prompts', readPrompts(fields.get('prompts'), at('prompts'), report)),
    intents: section('intents', readIntents(fields.get('intents'), at('intents'), report)),
    always: section('always', readAlways(fields.get('always'), at('always'), steps, report)),
    slots: readSlots(fields.get('slots'), at('slots'), report),
    hours: section('hours', readHours(fields.get('hours'), zone, at('hours'), report)),
    dispositions: readSection(
      fields.get('dispositions'),
      'dispositions',
      at('dispositions'),
      report,
      (name, node, key) => readText(node, `what "${name}" is reported as`, key, report),
    ),
    flow: readFlow(fields, at('flow'), steps, report),
  }
  return { ...model, results: steps.results }
}

function readIdentity(
  fields: Fields<Key>,
  at: (key: Key) => Span,
  report: Report,
): { readonly name?: Located<string>; readonly title?: Located<string>; readonly company?: Located<string> } {
  const must = 'the name is of small letters, digits, - and _'
  const name = readPattern(fields.get('name'), /^[a-z0-9][a-z0-9_-]{0,63}$/, must, at('name'), report)
  const title = readText(fields.get('title'), 'the title', at('title'), report)
  const company = readText(fields.get('company'), 'the company', at('company'), report)
  return { ...(name && { name }), ...(title && { title }), ...(company && { company }) }
}

function readFlow(fields: Fields<Key>, at: Span, steps: StepsReader, report: Report): Section<BlockModel> {
  const flow = readSection(fields.get('flow'), 'the blocks of the flow', at, report, (name, node) => ({
    steps: steps.read(node, name, node.at),
  }))
  if (flow.whole && fields.get('flow') !== undefined && !flow.entries.has('outbound') && !flow.entries.has('inbound'))
    report.add('missing-key', at, 'the flow needs "outbound" or "inbound": the block a call begins in')
  return flow
}
