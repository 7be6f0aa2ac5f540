import { stringify } from 'yaml'
import { FlowImport, type NewBlocks } from './import/flow.ts'
import { type OldFlow, type OldScenario, readOldScenario, word } from './import/old-scenario.ts'
import { importIntents, importPrompts, importSpeech, type Notes } from './import/sections.ts'
import { readScenario } from './scenario.ts'

/** An older file in the scenario language, and what it could not carry over. */
export interface Imported {
  /** Empty when the file could not be read at all. */
  readonly yaml: string
  /** One sentence each, with the older file's line where there is one. */
  readonly notes: readonly string[]
}

const known = [
  'scenario',
  'name',
  'display_name',
  'title',
  'company',
  'language',
  'prompts',
  'stt',
  'llm',
  'flow',
  'inbound_flow',
]

/** Converts a scenario of the older kind (steps with step, type and next). Never throws. */
export function importOldScenario(text: string, file: string): Imported {
  const old = readOldScenario(text)
  if ('fault' in old) return { yaml: '', notes: [`${file}: ${old.fault}`] }
  const notes: Notes = []
  const routed = new Set<string>()
  const flow: NewBlocks = {
    ...importFlow(old.outbound, 'outbound', routed, notes),
    ...importFlow(old.inbound, 'inbound', routed, notes),
  }
  if (Object.keys(flow).length === 0) notes.push('there is no flow in this file: write one under "flow"')
  for (const key of Object.keys(old.fields)) if (!known.includes(key)) notes.push(`${key}: has no place in a scenario`)
  const intents = importIntents(old, routed, notes)
  const speech = importSpeech(old, notes)
  const scenario = {
    ...importIdentity(old, file, notes),
    ...(Object.keys(speech).length > 0 && { speech }),
    prompts: importPrompts(old, notes),
    intents: { answer: intents },
    flow,
  }
  const head = `# yaml-language-server: $schema=../scenario.schema.json\n`
  const yaml = head + stringify(scenario, { lineWidth: 110, aliasDuplicateObjects: false })
  for (const { line, message } of readScenario(yaml, file).problems)
    notes.push(`in the new file, line ${line}: ${message}`)
  return { yaml, notes }
}

function importFlow(
  old: OldFlow | undefined,
  entry: 'outbound' | 'inbound',
  routed: Set<string>,
  notes: Notes,
): NewBlocks {
  if (old === undefined) return {}
  const flow = new FlowImport(old, entry === 'inbound' ? 'inbound_' : '', notes)
  const blocks = flow.run(entry)
  for (const intent of flow.routed) routed.add(intent)
  return blocks
}

function importIdentity(old: OldScenario, file: string, notes: Notes): Readonly<Record<string, unknown>> {
  const base = (file.split('/').at(-1) ?? file).replace(/\.ya?ml$/, '')
  const written = word(old.fields, 'name') ?? base
  const name =
    written
      .toLowerCase()
      .replace(/[^a-z0-9_-]+/g, '_')
      .replace(/^[_-]+/, '') || 'imported'
  if (name !== written) notes.push(`the name "${written}" became "${name}": the panel must enable it by this name`)
  const title = word(old.fields, 'display_name', 'title')
  const company = word(old.fields, 'company')
  const language = word(old.fields, 'language') ?? 'fa'
  const tag = language === 'fa' ? 'fa-IR' : language === 'en' ? 'en-US' : language
  return { salehi: 1, name, ...(title && { title }), ...(company && { company }), language: tag }
}
