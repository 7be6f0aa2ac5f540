import { createHash } from 'node:crypto'
import { assert } from '../kernel/assert.ts'
import { builtinIntent, builtinSets, farewells, removeMe } from './builtins.ts'
import { compileSteps, type StepContext } from './compile-steps.ts'
import { compileTemplate, toDisposition } from './compile-words.ts'
import type { IntentModel, PromptModel, ScenarioModel, SpokenModel } from './model/scenario-model.ts'
import { allSteps } from './model/walk.ts'
import type { AlwaysIntent, Block, Intent, IntentSet, Plan, Prompt, SpeechSettings, SpokenPrompt } from './plan.ts'
import type { Report } from './report.ts'

const entries = ['outbound', 'inbound'] as const

/** The plan of a model nothing was reported about. */
export function compile(model: ScenarioModel, company: string | undefined, report: Report): Plan {
  const { name, language } = model
  assert(name !== undefined && language.default !== undefined, 'a scenario without a name was compiled')
  const offered = language.offered.map((one) => one.value)
  const speech = compileSpeech(model, language.default.value)
  const intents = compileIntents(model, offered)
  const context: StepContext = { model, speech, intents }
  const belongsTo = company ?? model.company?.value
  return {
    name: name.value,
    title: model.title?.value ?? name.value,
    ...(belongsTo === undefined ? {} : { company: belongsTo }),
    file: report.file,
    source: report.text,
    hash: createHash('sha256').update(report.text).digest('hex'),
    language: { default: language.default.value, offered },
    speech,
    contact: new Map([...model.contact.entries].map(([field, { type }]) => [field, type])),
    prompts: new Map(
      [...model.prompts.entries].map(([key, prompt]) => [key, compilePrompt(key, prompt, offered, report)]),
    ),
    intents,
    always: compileAlways(model, offered, context),
    hours: new Map([...model.hours.entries].map(([key, { hours }]) => [key, hours])),
    dispositions: new Map([...model.dispositions.entries].map(([word, shared]) => [word, toDisposition(shared.value)])),
    blocks: new Map([...model.flow.entries].map(([key, block]) => [key, compileBlock(key, block, context, report)])),
    offers: entries.filter((entry) => model.flow.entries.has(entry)),
  }
}

function compileSpeech({ speech }: ScenarioModel, language: string): SpeechSettings {
  return {
    endpointingMs: speech.endpointingMs ?? 2_000,
    noInputMs: speech.noInputMs ?? 5_000,
    maxUtteranceMs: speech.maxUtteranceMs ?? 10_000,
    bargeIn: speech.bargeIn ?? false,
    hotwords: [...(speech.hotwords.get('') ?? []), ...(speech.hotwords.get(language) ?? [])],
  }
}

function compilePrompt(
  name: string,
  prompt: PromptModel & { readonly key: { readonly start: number; readonly end: number } },
  offered: readonly string[],
  report: Report,
): Prompt {
  const spoken = new Map<string, SpokenPrompt>()
  for (const tag of offered) {
    const found = prompt.spoken.get(tag) ?? prompt.spoken.get('')
    if (found !== undefined) spoken.set(tag, compileSpoken(found))
  }
  return { name, line: report.line(prompt.key), spoken }
}

function compileSpoken(spoken: SpokenModel): SpokenPrompt {
  if (spoken.kind === 'text') return { kind: 'text', text: compileTemplate(spoken.text) }
  return { kind: 'audio', file: spoken.file, ...(spoken.says !== undefined && { says: spoken.says }) }
}

function compileIntents(model: ScenarioModel, offered: readonly string[]): ReadonlyMap<string, IntentSet> {
  const sets = new Map<string, IntentSet>()
  for (const [name, intents] of Object.entries(builtinSets))
    sets.set(name, { name, intents: new Map(intents.map((one) => [one, builtinIntent(one, offered)])) })
  for (const [name, set] of model.intents.entries) {
    const intents = [...set.intents.entries].map(([key, intent]) => [key, compileIntent(key, intent)] as const)
    sets.set(name, { name, intents: new Map(intents) })
  }
  return sets
}

function compileIntent(name: string, intent: IntentModel): Intent {
  const phrases = intent.phrases.map((phrase) => phrase.value)
  return { name, ...(intent.means !== undefined && { means: intent.means }), phrases }
}

function compileAlways(
  model: ScenarioModel,
  offered: readonly string[],
  context: StepContext,
): readonly AlwaysIntent[] {
  const own = [...model.always.entries].map(([name, intent]) => ({
    ...compileIntent(name, intent),
    // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
    then: intent.then === undefined ? [] : compileSteps(intent.then, context),
  }))
  return needsRemoveMe(model, context) ? [...own, removeMeIntent(model, offered)] : own
}

/** Left out only where every question's own set already hears it. */
function needsRemoveMe(model: ScenarioModel, { intents }: StepContext): boolean {
  if (model.always.entries.has(removeMe)) return false
  for (const { step } of allSteps(model))
    if (step.verb === 'ask' && intents.get(step.expect?.value ?? '')?.intents.has(removeMe) !== true) return true
  return false
}

function removeMeIntent(model: ScenarioModel, offered: readonly string[]): AlwaysIntent {
  const farewell = farewells.find((name) => model.prompts.entries.has(name))
  const place = (index: number) => ({ path: `always.${removeMe}[${index}]`, line: 1 })
  return {
    ...builtinIntent(removeMe, offered),
    // biome-ignore lint/suspicious/noThenProperty: it is a word of the language, never a promise
    then: [
      ...(farewell === undefined ? [] : [{ verb: 'say', prompts: [farewell], bargeIn: false, ...place(0) } as const]),
      { verb: 'hangup', disposition: 'complained', ...place(farewell === undefined ? 0 : 1) },
    ],
  }
}

function compileBlock(
  name: string,
  block: {
    readonly steps: Parameters<typeof compileSteps>[0]
    readonly key: { readonly start: number; readonly end: number }
  },
  context: StepContext,
  report: Report,
): Block {
  return { name, line: report.line(block.key), steps: compileSteps(block.steps, context) }
}
