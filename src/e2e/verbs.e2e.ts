import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Box, startBox } from './box.ts'
import { executable } from './engine.ts'
import { heardInWords } from './outreach/heard-in-words.ts'
import { knownSounds } from './outreach/hearing.ts'
import { installedPrompts, promptFolder } from './outreach/installed-prompts.ts'
import { type Kept, readKept } from './outreach/kept.ts'
import { heardPrompts, type PromptFile } from './rig/heard-prompts.ts'
import { manner, talker } from './rig/numbers.ts'

/** What the three outreach scenarios do not use: keys, barge-in, hours, conditions, intents heard at every question. */
const callers = {
  keyAfterQuestion: manner('keyAfterEachPrompt', '11', 1),
  keyOverGreeting: manner('keysOverPrompt', '12', 2),
  undeclaredKey: manner('keysOverPrompt', '19', 3),
  silent: manner('silent', '', 4),
  price: talker({ says: ['price'], nth: 5 }),
} as const

const limitMs = 120_000
setDefaultTimeout(limitMs)
const signal = (): AbortSignal => AbortSignal.timeout(limitMs)
const stack = new AsyncDisposableStack()
let box: Box
let kept: Kept
let prompts: readonly PromptFile[]

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-verbs-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const numbers = Object.values(callers).map((phone_number, at) => ({ id: at + 1, phone_number }))
  box = stack.use(await startBox({ company: 'sina', numbers }, signal()))
  box.panel.activate([{ id: 7, name: 'menu', display_name: 'menu' }])
  prompts = await installedPrompts('sina', join(folder, 'heard'), signal())
  const program = join(folder, 'home/salehi')
  mkdirSync(join(folder, 'home/assets/audio'), { recursive: true })
  copyFileSync(executable, program)
  mkdirSync(join(folder, 'home/assets/audio/menu'))
  for (const name of ['hello', 'repeat', 'alo', 'yes', 'goodby']) {
    copyFileSync(join(promptFolder('sina'), `${name}.mp3`), join(folder, 'home/assets/audio/menu', `${name}.mp3`))
  }
  mkdirSync(join(folder, 'scenarios/sina'), { recursive: true })
  copyFileSync(join(import.meta.dir, 'verbs/menu.yaml'), join(folder, 'scenarios/sina/menu.yaml'))
  const settings = { SCENARIOS_DIR: join(folder, 'scenarios'), GAPGPT_API_KEY: '' }
  const engine = stack.use(box.run({ settings, folder: join(folder, 'engine'), program }))
  await box.panel.reports.reached(numbers.length, signal())
  engine.kill('SIGTERM')
  expect(await engine.exited).toBe(0)
  kept = readKept(join(folder, 'engine/data/salehi.db'))
}, limitMs)

afterAll(() => stack.disposeAsync())

async function callOf(who: keyof typeof callers) {
  const number = callers[who]
  const [call] = box.rig.carrier.calls(number)
  if (call === undefined) throw new Error(`${who} was not rung`)
  const heard = await heardPrompts(await box.rig.carrier.recording(call, signal()), prompts)
  const record = kept.calls.find(({ contact }) => contact.phone === number)
  return {
    words: heardInWords(heard, await knownSounds(prompts, false)),
    outcome: record?.outcome,
    turns: record?.turns ?? [],
  }
}

test('a key pressed after the question is its answer; hours and conditions lead on', async () => {
  const { words, outcome, turns } = await callOf('keyAfterQuestion')
  expect(words).toEqual(['hello', 'repeat', 'yes'])
  expect(outcome).toEqual({ disposition: 'connected', detail: 'ordered' })
  expect(turns).toMatchObject([{ intent: 'orders', by: 'key' }])
})

test('a key over the greeting cuts it short and answers the question behind it', async () => {
  const { words, outcome } = await callOf('keyOverGreeting')
  expect(words).toEqual(['hello…', 'goodby'])
  expect(outcome).toEqual({ disposition: 'not_interested' })
})

test('a key the question does not know leaves the question standing', async () => {
  const { words, outcome } = await callOf('undeclaredKey')
  expect(words).toEqual(['hello…', 'repeat', 'alo', 'goodby'])
  expect(outcome).toEqual({ disposition: 'unknown' })
})

test('silence is asked again once, then is the end', async () => {
  const { words, outcome } = await callOf('silent')
  expect(words).toEqual(['hello', 'repeat', 'alo', 'goodby'])
  expect(outcome).toEqual({ disposition: 'unknown' })
})

test('an intent heard at every question is served, and the question is put again', async () => {
  const { words, turns } = await callOf('price')
  expect(turns[0]).toMatchObject({ intent: 'price' })
  expect(words.slice(0, 2)).toEqual(['hello', 'repeat'])
  expect(words).toContain('yes')
  expect(words.filter((word) => word === 'repeat')).toHaveLength(2)
})

test('nothing is left in Asterisk', async () => {
  expect(await box.leftovers(signal())).toEqual([])
})
