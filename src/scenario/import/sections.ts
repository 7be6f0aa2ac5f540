import { builtinIntent } from '../builtins.ts'
import type { OldScenario } from './old-scenario.ts'
import { record, word } from './old-scenario.ts'

/** Sentences about what was not carried over, in order. */
export type Notes = string[]

type Section = Readonly<Record<string, unknown>>

/** `prompts`: every sound of the older file as a recording of that name. */
export function importPrompts(old: OldScenario, notes: Notes): Readonly<Record<string, { readonly audio: string }>> {
  const value = old.fields['prompts']
  const names = Array.isArray(value)
    ? value.map((name) => [String(name), name] as const)
    : Object.entries(record(value) ?? {})
  const prompts: Record<string, { audio: string }> = {}
  for (const [name, sound] of names) {
    const path = typeof sound === 'string' ? sound : word(record(sound) ?? {}, 'file', 'path', 'sound', 'media')
    const base = (path ?? name).split(/[/:\\]/).at(-1) ?? name
    const file = /\.(mp3|wav)$/i.test(base) ? base : `${base}.mp3`
    if (path === undefined) notes.push(`prompt "${name}": no file was named, so ${file} is taken`)
    prompts[name] = { audio: file }
  }
  return prompts
}

/** `speech`: hotwords, and how long to listen. */
export function importSpeech(old: OldScenario, notes: Notes): Section {
  const stt = record(old.fields['stt']) ?? {}
  const hotwords = Array.isArray(stt['hotwords']) ? stt['hotwords'] : []
  const words = hotwords.flatMap(
    (one: unknown) => (typeof one === 'string' ? one : word(record(one) ?? {}, 'word')) ?? [],
  )
  if (hotwords.some((one: unknown) => record(one)?.['weight'] !== undefined))
    notes.push('stt.hotwords: the weights were left out; every hotword counts the same')
  for (const key of Object.keys(stt))
    if (!['hotwords', 'max_duration', 'max_silence'].includes(key)) notes.push(`stt.${key}: has no place in a scenario`)
  const endpointing = seconds(stt['max_silence'])
  const longest = seconds(stt['max_duration'])
  return {
    ...(endpointing && { endpointing }),
    ...(longest && { max_utterance: longest }),
    ...(words.length > 0 && { hotwords: [...new Set(words)] }),
  }
}

/** Seconds as the language writes them; undefined when it is no number. */
export function seconds(value: unknown): string | undefined {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value
  return typeof number === 'number' && number > 0 ? `${number}s` : undefined
}

const meanings: Readonly<Record<string, string>> = {
  yes: builtinIntent('yes', ['en']).means ?? '',
  no: 'declines, has no time, or is not interested',
  number_question: 'asks where we have the number from',
  remove_me: builtinIntent('remove_me', ['en']).means ?? '',
}

/** The intents the older file sorts answers into, with what it knew of them. */
export function importIntents(old: OldScenario, routed: ReadonlySet<string>, notes: Notes): Section {
  const llm = record(old.fields['llm']) ?? {}
  if (word(llm, 'prompt_template') !== undefined)
    notes.push('llm.prompt_template: not carried over; write what an answer means under "means" of each intent')
  for (const key of Object.keys(llm))
    if (!['prompt_template', 'intent_categories', 'fallback_tokens'].includes(key))
      notes.push(`llm.${key}: has no place in a scenario; the settings choose the model`)
  const categories = llm['intent_categories']
  const described = record(categories) ?? {}
  const listed = Array.isArray(categories) ? categories.map(String) : Object.keys(described)
  const tokens = record(llm['fallback_tokens']) ?? {}
  const names = [...new Set([...listed, ...Object.keys(tokens), ...routed])].filter((name) => !notIntents.has(name))
  const taken = new Set<string>()
  const intents: Record<string, unknown> = {}
  for (const name of names.length === 0 ? ['yes', 'no'] : names) {
    const phrases = phrasesOf(name, tokens[name], taken, notes)
    const means = word(described, name) ?? meanings[name]
    if (means === undefined && phrases.length === 0)
      notes.push(`intent "${name}": say under "means" how it is recognised`)
    intents[name] = { means: means ?? name.replaceAll('_', ' '), ...(phrases.length > 0 && { phrases }) }
  }
  return intents
}

/** Names that are events of every question, or a default. */
export const notIntents: ReadonlySet<string> = new Set([
  'unknown',
  'no_input',
  'empty',
  'silence',
  'default',
  'else',
  'other',
])

function phrasesOf(name: string, value: unknown, taken: Set<string>, notes: Notes): readonly string[] {
  const phrases = Array.isArray(value) ? value.map((one) => String(one).trim()).filter((one) => one !== '') : []
  return phrases.filter((phrase) => {
    const plain = phrase
      .toLowerCase()
      .replace(/[\s\u200c]+/g, '')
      .replaceAll('ي', 'ی')
      .replaceAll('ك', 'ک')
    const free = !taken.has(plain)
    if (!free) notes.push(`llm.fallback_tokens.${name}: "${phrase}" already means something else and was left out`)
    taken.add(plain)
    return free
  })
}
