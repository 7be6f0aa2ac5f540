import { reasons } from '../../domain/disposition.ts'
import { panelStatuses } from '../../panel/status.ts'
import { type KeyTable, key, listOf, oneOrList, requiredKey } from '../../scenario/keys/key-table.ts'
import { modelFaults, operatorWords, recogniserFaults } from './talk.ts'

const text = { type: 'string' } as const

/** A file of talks. */
export const fileKeys = {
  salehi: key('Version of the language.', 1, { const: 1 }),
  scenario: requiredKey('The name of the scenario that is talked to.', 'sina', text),
  talks: requiredKey('The calls, each with a name of its own.', [{ name: 'says no' }], listOf({ type: 'object' })),
} as const satisfies KeyTable

/** One talk. */
export const talkKeys = {
  name: requiredKey('What happens on this call, in a few words.', 'says yes and is connected', text),
  direction: key('Who rings whom.', 'inbound', { enum: ['outbound', 'inbound'] }),
  contact: key('What the list brings along.', { phone: '09121234567', name: 'Sara' }, { type: 'object' }),
  at: key('When the call begins, in the company’s zone.', 'friday 22:00', text),
  world: key('What is out of order during this call.', { recogniser: 'quota' }, { type: 'object' }),
  talk: requiredKey('What the caller hears and does, in order.', [{ hears: 'hello' }, { says: 'yes' }], {
    type: 'array',
  }),
  ends: requiredKey('How the call is filed.', 'connected', text),
  because: key('The reason it is filed with.', 'operator_failed', { enum: [...reasons] }),
  reported: key('What the panel is told.', 'CONNECTED', { enum: [...panelStatuses] }),
} as const satisfies KeyTable

export const worldKeys = {
  recogniser: key('What is wrong with speech recognition.', 'quota', { enum: [...recogniserFaults] }),
  llm: key('What is wrong with the language model.', 'down', { enum: [...modelFaults] }),
  missing: key('Prompts that cannot be played.', 'hello', oneOrList(text)),
  operator: key('What comes of every transfer.', 'busy', { enum: [...operatorWords] }),
} as const satisfies KeyTable

/** The verbs of a talk with their modifiers; the first key is the verb. */
export const stepKeys = {
  hears: { hears: requiredKey('The prompts the caller hears, each to its end.', ['hello', 'alo'], oneOrList(text)) },
  says: {
    says: requiredKey('Words of the caller.', 'بله بفرمایید', text),
    means: key('The intent they must be taken for.', 'yes', text),
    llm: key('What the model answers where the rules are unsure.', 'yes', text),
    recogniser: key('What goes wrong when they are recognised.', 'slow', { enum: [...recogniserFaults] }),
  },
  presses: { presses: requiredKey('A key of the telephone; "1 during hello" while a prompt plays.', '1', text) },
  silence: { silence: key('Says nothing.', '', text) },
  hangs_up: { hangs_up: key('Leaves; "during hello" while a prompt plays, "after 20s" later.', 'during hello', text) },
  operator: {
    operator: requiredKey('What comes of ringing an operator; "hangs_up after 20s" ends the conversation.', 'answers', {
      enum: [...operatorWords],
    }),
  },
} as const satisfies Record<string, KeyTable>

export type TalkVerb = keyof typeof stepKeys
export const talkVerbs = Object.keys(stepKeys) as readonly TalkVerb[]
