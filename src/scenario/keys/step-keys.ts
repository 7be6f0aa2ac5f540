import { reasons } from '../../domain/disposition.ts'
import { type KeyTable, key, listOf, mapOf, ref, requiredKey } from './key-table.ts'
import { listenKeys, prompts } from './scenario-keys.ts'

const text = { type: 'string' } as const
const events = mapOf(ref('steps'))

/** Every verb that is offered with its modifiers; the first key is the verb. */
export const stepKeys = {
  say: {
    say: requiredKey('Says one prompt, or several without a gap.', 'hello', prompts),
    barge_in: listenKeys.barge_in,
  },
  ask: {
    ask: requiredKey('Says the prompts, listens, and follows what was meant.', ['hello', 'alo'], prompts),
    expect: requiredKey('The set of intents the answer is sorted into; yes_no is built in.', 'interest', text),
    keys: key('Keys of the telephone and the intent each stands for.', { '1': 'yes', '2': 'no' }, mapOf(text)),
    filler: key('Said from the end of the utterance while we think.', 'alo', text),
    reprompt: key('Said before listening again after silence or an answer not understood.', 'repeat', prompts),
    attempts: key('How often we listen at most, 1 to 5; 1 where it is left out.', 2, {
      type: 'integer',
      minimum: 1,
      maximum: 5,
    }),
    ...listenKeys,
    on: requiredKey(
      'What follows each intent, unknown and no_input; else is every one not named.',
      { else: [] },
      events,
    ),
  },
  transfer: {
    transfer: requiredKey('Connects the caller to an operator of a queue; operators is built in.', 'operators', text),
    hold: key('The prompt looped until an operator answers.', 'onhold', text),
    caller_id: key('What the operator’s phone shows.', '{contact.phone}', text),
    brief: key('What the operator is told.', '{contact.name}', text),
    ring: key('How long one operator’s phone rings.', '20s', ref('duration')),
    on: requiredKey(
      'What follows. answered runs when an operator answers, the next step after the conversation.',
      { answered: { disposition: 'connected' }, else: { hangup: 'failed' } },
      events,
    ),
  },
  route: {
    route: requiredKey(
      'The first branch whose condition holds.',
      // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
      [{ if: 'open(support)', then: [] }, { else: [] }],
      listOf(ref('branch')),
    ),
  },
  disposition: {
    disposition: requiredKey('What would be reported if the call ended now.', 'disconnected', ref('disposition')),
  },
  goto: { goto: requiredKey('Jumps to a block, and does not come back.', 'declined', text) },
  again: {
    again: requiredKey('Listens to the same question once more; says this instead of it.', 'number', {
      anyOf: [prompts, { type: 'null' }],
    }),
  },
  hangup: {
    hangup: requiredKey('Ends the call as this disposition.', 'not_interested', ref('disposition')),
    because: key('The reason, from a closed list.', 'operator_failed', { enum: [...reasons] }),
  },
} as const satisfies Record<string, KeyTable>

export type Verb = keyof typeof stepKeys
export const verbs = Object.keys(stepKeys) as readonly Verb[]

/** Verbs of the language that are not offered yet, with the modifiers that may stand beside them. */
export const unofferedVerbs: Readonly<Record<string, readonly string[]>> = {
  collect: ['attempts', 'on'],
  converse: ['fill', 'until', 'limits', 'signals', 'on'],
  do: ['with', 'into', 'on'],
  language: [],
}

export const branchKeys = {
  if: key('A condition: comparisons, and, or, not, in, known(x), open(hours).', 'contact.amount > 1000', text),
  // biome-ignore lint/suspicious/noThenProperty: it is a word of the language, never a promise
  then: key('What follows when the condition holds.', 'adviser', ref('steps')),
  else: key('What follows when no condition held; the last branch.', 'later', ref('steps')),
} as const
