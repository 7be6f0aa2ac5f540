import { expect, test } from 'bun:test'
import { TestClock } from '../../kernel/test-clock.ts'
import type { Classified, Classifier, ClassifyQuestion, Unavailable } from '../ports.ts'
import { understand } from './understand.ts'

const never = new AbortController().signal
const interest = [
  { name: 'yes', phrases: ['بله', 'قیمتش چنده'] },
  { name: 'no', phrases: ['نه', 'نمی‌خوام'] },
  { name: 'number_question', phrases: ['شماره منو از کجا آوردید'] },
  { name: 'remove_me', phrases: ['دیگه زنگ نزنید'] },
]
/** Nothing in it decides: only a model could. */
const muddled = 'شهرستانم حاجی'

test('a phrase of the scenario heard whole decides at once, whatever the rules think of it', async () => {
  const model = new ScriptedModel({ kind: 'intent', intent: 'no' })
  const odd = [{ name: 'later', phrases: ['باشه بعدا'] }, ...interest]
  expect(await ask('باشه  بَعدا!', model, { intents: odd })).toEqual({ intent: 'later', by: 'rule' })
  expect(model.asked).toBe(0)
})

test('a sure rule never asks the model', async () => {
  const model = new ScriptedModel({ kind: 'intent', intent: 'yes' })
  expect(await ask('نه ممنون علاقه ندارم', model)).toEqual({ intent: 'no', by: 'rule' })
  expect(await ask('شماره منو از لیستتون پاک کنید', model)).toEqual({ intent: 'remove_me', by: 'rule' })
  expect(model.asked).toBe(0)
})

test('the model decides where the rules are unsure', async () => {
  expect(await ask(muddled, new ScriptedModel({ kind: 'intent', intent: 'no' }))).toEqual({ intent: 'no', by: 'llm' })
  expect(await ask(muddled, new ScriptedModel({ kind: 'intent', intent: 'unknown' }))).toEqual({
    intent: 'unknown',
    by: 'llm',
  })
})

test('an answer that was not offered is no answer', async () => {
  expect(await ask(muddled, new ScriptedModel({ kind: 'intent', intent: 'maybe' }))).toEqual({
    intent: 'unknown',
    by: 'rule',
  })
})

test('without a model, or without time left, the rules decide alone', async () => {
  expect(await ask('نه خیلی ممنون موفق باشید', undefined)).toEqual({ intent: 'no', by: 'rule' })
  const model = new ScriptedModel({ kind: 'intent', intent: 'yes' })
  expect(await ask(muddled, model, { budgetMs: 0 })).toEqual({ intent: 'unknown', by: 'rule' })
  expect(model.asked).toBe(0)
})

test('a model out of quota is reported and the rules answer', async () => {
  const told: string[] = []
  const model = new ScriptedModel({ kind: 'unavailable', because: 'quota' })
  expect(await ask(muddled, model, { told })).toEqual({ intent: 'unknown', by: 'rule' })
  expect(told).toEqual(['scripted: quota'])
})

test('a model that breaks is reported and the rules answer', async () => {
  const told: string[] = []
  expect(await ask(muddled, new ScriptedModel('breaks'), { told })).toEqual({ intent: 'unknown', by: 'rule' })
  expect(told).toEqual(['scripted: transient'])
})

test('a slow model is left behind when the budget is spent', async () => {
  const clock = new TestClock()
  const told: string[] = []
  const model = new ScriptedModel('hangs')
  const answer = ask(muddled, model, { clock, told, budgetMs: 1_500 })
  await clock.advance(1_499)
  expect(model.gaveUp).toBe(false)
  await clock.advance(1)
  expect(await answer).toEqual({ intent: 'unknown', by: 'rule' })
  expect(model.gaveUp).toBe(true)
  expect(told).toEqual(['scripted: timeout'])
})

test('the caller hanging up ends it with the reason, not with an answer', async () => {
  const hungUp = new Error('hung up')
  const call = new AbortController()
  const answer = ask(muddled, new ScriptedModel('hangs'), { signal: call.signal })
  call.abort(hungUp)
  expect(await answer.catch((error: unknown) => error)).toBe(hungUp)
})

test('no model makes a yes of a reply that speaks of deleting', async () => {
  const model = new ScriptedModel({ kind: 'intent', intent: 'yes' })
  const reply = 'حذف اون یکی مهدی'
  const answer = await ask(reply, model)
  expect(model.asked).toBe(1)
  expect(answer.by).toBe('rule')
  expect(answer.intent).not.toBe('yes')
})

test('nothing said is nobody’s decision', async () => {
  expect(await ask(' ؟ \u200c', new ScriptedModel({ kind: 'intent', intent: 'yes' }))).toEqual({
    intent: 'unknown',
    by: 'none',
  })
})

test('an intent the scenario does not declare counts as unknown, without asking a model to guess another', async () => {
  const model = new ScriptedModel({ kind: 'intent', intent: 'yes' })
  const intents = interest.filter(({ name }) => name !== 'number_question')
  expect(await ask('شماره منو از کی گرفتی', model, { intents })).toEqual({ intent: 'unknown', by: 'rule' })
  expect(model.asked).toBe(0)
})

test('a request to be left alone is heard even where the question does not declare it', async () => {
  const intents = [
    { name: 'orders', phrases: ['سفارش'] },
    { name: 'complaints', phrases: ['خرابه'] },
  ]
  expect(await ask('دیگه به من زنگ نزنید', undefined, { intents })).toEqual({ intent: 'remove_me', by: 'rule' })
})

test('in a set of the scenario’s own a phrase inside the reply is a hint the model may overrule', async () => {
  const intents = [
    { name: 'orders', phrases: ['سفارش'] },
    { name: 'complaints', phrases: ['خرابه'] },
  ]
  expect(await ask('سفارش من کجاست', undefined, { intents })).toEqual({ intent: 'orders', by: 'rule' })
  expect(await ask('سفارش من کجاست', new ScriptedModel({ kind: 'intent', intent: 'complaints' }), { intents })).toEqual(
    {
      intent: 'complaints',
      by: 'llm',
    },
  )
  expect(await ask('سفارشم خرابه سفارش', undefined, { intents })).toEqual({ intent: 'unknown', by: 'rule' })
})

test('English scenarios are understood by rules too', async () => {
  const intents = interest.map(({ name }) => ({ name, phrases: [] }))
  expect(await ask('please stop calling me', undefined, { intents, language: 'en-IN' })).toEqual({
    intent: 'remove_me',
    by: 'rule',
  })
  expect(await ask('yes please go ahead', undefined, { intents, language: 'en-US' })).toEqual({
    intent: 'yes',
    by: 'rule',
  })
})

interface Circumstances {
  readonly intents?: ClassifyQuestion['intents']
  readonly language?: string
  readonly clock?: TestClock
  readonly told?: string[]
  readonly budgetMs?: number
  readonly signal?: AbortSignal
}

async function ask(transcript: string, classifier: Classifier | undefined, given: Circumstances = {}) {
  const onUnavailable = (service: string, because: Unavailable): void => {
    given.told?.push(`${service}: ${because}`)
  }
  return await understand(
    { transcript, language: given.language ?? 'fa-IR', scenarioTitle: 'test', intents: given.intents ?? interest },
    { classifier, clock: given.clock ?? new TestClock(), onUnavailable },
    given.budgetMs ?? 4_000,
    given.signal ?? never,
  )
}

class ScriptedModel implements Classifier {
  readonly name = 'scripted'
  readonly #answer: Classified | 'hangs' | 'breaks'
  asked = 0
  gaveUp = false

  constructor(answer: Classified | 'hangs' | 'breaks') {
    this.#answer = answer
  }

  async classify(_question: ClassifyQuestion, signal: AbortSignal): Promise<Classified> {
    this.asked++
    if (this.#answer === 'breaks') throw new Error('broken')
    if (this.#answer !== 'hangs') return this.#answer
    const { promise, reject } = Promise.withResolvers<Classified>()
    signal.addEventListener('abort', () => {
      this.gaveUp = true
      reject(signal.reason)
    })
    return await promise
  }
}
