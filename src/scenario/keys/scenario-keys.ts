import { fieldTypes } from '../plan.ts'
import { key, listOf, mapOf, oneOrList, ref, requiredKey } from './key-table.ts'

const text = { type: 'string' } as const
const duration = ref('duration')

/** The sections of a scenario, in the order they are usually written. */
export const scenarioKeys = {
  salehi: requiredKey('Version of the language; the first line of every scenario.', 1, { const: 1 }),
  name: requiredKey('What the panel enables; small letters, digits, - and _.', 'sina', {
    type: 'string',
    pattern: '^[a-z0-9][a-z0-9_-]*$',
  }),
  title: key('The name shown to people; the scenario’s name where it is left out.', 'Offer with an adviser', text),
  company: key('The company it belongs to; a file in a company’s folder belongs to that one anyway.', 'sina', text),
  language: requiredKey('The language spoken, as a tag, or the default and the others offered.', 'fa-IR', {
    anyOf: [ref('language'), ref('languages')],
  }),
  speech: key('How to listen; every question may override it.', { no_input: '5s' }, ref('speech')),
  contact: key(
    'Fields the list must bring for every contact; phone is always there.',
    { name: 'text', amount: 'money' },
    mapOf({ anyOf: [ref('fieldType'), ref('field')] }),
  ),
  prompts: key(
    'What is said: a text to synthesise, a recording, or either for each language.',
    { hello: { audio: 'hello.mp3', says: 'Hello' } },
    mapOf(ref('prompt')),
  ),
  intents: key(
    'What an answer can mean: sets of intents, each with its meaning and phrases.',
    { interest: { yes: 'accepts', no: ['not now'] } },
    mapOf(mapOf(ref('intent'))),
  ),
  slots: key('Values to collect. Not offered yet.', { amount: { type: 'money' } }, mapOf({ type: 'object' })),
  hours: key(
    'Opening hours a condition can ask for with open(name).',
    { support: { open: { 'sat-wed': '09:00-17:00' } } },
    mapOf(ref('hours')),
  ),
  always: key(
    'Intents heard at every question. One whose steps do not jump returns to the question.',
    // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
    { wants_human: { means: 'asks for a person', then: [] } },
    mapOf(ref('always')),
  ),
  dispositions: key(
    'Finer words of ours, each with the shared disposition it is reported as.',
    { qualified: 'connected' },
    mapOf(ref('disposition')),
  ),
  flow: requiredKey(
    'Blocks of steps. outbound and inbound are where a call begins; having one is offering it.',
    { outbound: [{ say: 'hello' }, { hangup: 'connected' }] },
    mapOf(ref('steps')),
  ),
} as const

export const languageKeys = {
  default: requiredKey('The language spoken until another is known.', 'fa-IR', ref('language')),
  offered: key('Every language the prompts are written in.', ['fa-IR', 'en-US'], listOf(ref('language'))),
  start: key('The language to begin in, from a field of the contact. Not offered yet.', { from: 'contact.state' }, {}),
  detect: key('When the caller’s language is recognised. Only never is offered yet.', 'never', {
    enum: ['never', 'first_answer', 'every_answer'],
  }),
} as const

export const speechKeys = {
  hotwords: key('Words the recogniser should favour, for all languages or by language.', ['بله', 'نه'], {
    anyOf: [listOf(text), mapOf(listOf(text))],
  }),
  endpointing: key('Silence that ends an utterance.', '2s', duration),
  no_input: key('Silence from the start after which nothing was said.', '5s', duration),
  max_utterance: key('The longest we listen to one utterance.', '10s', duration),
  barge_in: key('Whether a key of the telephone cuts a prompt short.', 'key', { enum: ['key', 'never'] }),
} as const

/** What a question may override of `speech`. */
export const listenKeys = {
  endpointing: speechKeys.endpointing,
  no_input: speechKeys.no_input,
  max_utterance: speechKeys.max_utterance,
  barge_in: speechKeys.barge_in,
} as const

export const recordingKeys = {
  audio: requiredKey('A recording in the scenario’s folder of sounds.', 'hello.mp3', {
    type: 'string',
    pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*\\.(mp3|wav)$',
  }),
  says: key('The words of the recording, for people and for trying a scenario in the terminal.', 'Hello', text),
} as const

export const fieldKeys = {
  type: requiredKey('The kind of value.', 'choice', { enum: [...fieldTypes] }),
  of: key('What a choice may be.', ['low', 'high'], listOf(text)),
} as const

export const intentKeys = {
  means: key('The meaning in words, for a language model.', 'accepts, or asks about the price', text),
  phrases: key('Phrases that decide at once when heard whole; otherwise examples.', ['yes', 'go on'], listOf(text)),
} as const

export const alwaysKeys = {
  ...intentKeys,
  // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
  then: requiredKey('What happens then.', [{ hangup: 'complained' }], ref('steps')),
} as const

export const hoursKeys = {
  timezone: key('Zone of the hours; the company’s where it is left out.', 'Asia/Tehran', text),
  open: requiredKey('Hours by weekday or range of weekdays.', { 'sat-wed': '09:00-17:00' }, ref('week')),
  closed: key('Days closed all day; a year before 1700 is a Jalali one.', ['1405-01-01'], listOf(ref('date'))),
} as const

/** What stands in place of steps, prompts and names in the schema. */
export const prompts = oneOrList(text)
