import { dispositions, oldNames, reasons } from '../../domain/disposition.ts'
import { builtinSets, removeMe } from '../builtins.ts'
import { stepKeys } from '../keys/step-keys.ts'
import type { ScenarioModel, TemplateModel } from '../model/scenario-model.ts'
import { intentsOf, resolvePath } from '../model/scope.ts'
import type { AskModel, StepModel } from '../model/step-model.ts'
import { allSteps } from '../model/walk.ts'
import { suggestion } from '../near.ts'
import type { Located } from '../problem.ts'
import type { Report } from '../report.ts'
import type { Rule, Surroundings } from './rule.ts'

/** `unknown-name`: a reference to something nobody declared. */
export const unknownName: Rule = (model, report, around) => {
  for (const { step } of allSteps(model)) checkStep(step, model, report, around)
  for (const prompt of model.prompts.entries.values())
    for (const spoken of prompt.spoken.values()) if (spoken.kind === 'text') checkTemplate(spoken.text, model, report)
  for (const word of model.dispositions.entries.values()) checkDisposition(word, [], report)
}

function checkStep(step: StepModel, model: ScenarioModel, report: Report, around: Surroundings): void {
  const own = [...model.dispositions.entries.keys()]
  for (const prompt of promptsOf(step))
    known(prompt, 'prompt', model.prompts.entries.keys(), model.prompts.whole, report)
  switch (step.verb) {
    case 'ask':
      checkAsk(step, model, report)
      return
    case 'transfer':
      if (step.queue !== undefined && around.queues !== undefined)
        known(step.queue, 'queue', around.queues, true, report)
      if (step.callerId !== undefined) checkTemplate(step.callerId, model, report)
      if (step.brief !== undefined) checkTemplate(step.brief, model, report)
      return
    case 'goto':
      if (step.block !== undefined) checkBlock(step.block, model, report)
      return
    case 'disposition':
      if (step.disposition !== undefined) checkDisposition(step.disposition, own, report)
      return
    case 'hangup':
      if (step.disposition !== undefined) checkDisposition(step.disposition, own, report)
      if (step.because !== undefined) known(step.because, 'reason', reasons, true, report)
      return
    default:
  }
}

function promptsOf(step: StepModel): readonly Located<string>[] {
  switch (step.verb) {
    case 'say':
      return step.prompts
    case 'ask':
      return [...step.prompts, ...(step.filler ? [step.filler] : []), ...(step.reprompt ?? [])]
    case 'transfer':
      return step.hold ? [step.hold] : []
    case 'again':
      return step.prompts ?? []
    default:
      return []
  }
}

function checkAsk(step: AskModel, model: ScenarioModel, report: Report): void {
  const sets = [...model.intents.entries.keys(), ...Object.keys(builtinSets)]
  if (step.expect !== undefined) known(step.expect, 'set of intents', sets, model.intents.whole, report)
  const intents = intentsOf(model, step)
  if (intents === undefined) return
  for (const { intent } of step.keys)
    known(intent, 'intent', [...intents, ...model.always.entries.keys(), removeMe], model.always.whole, report)
}

function checkBlock(block: Located<string>, model: ScenarioModel, report: Report): void {
  if (model.flow.entries.has(block.value) || !model.flow.whole) return
  const verb = Object.hasOwn(stepKeys, block.value)
    ? `; "${block.value}" is a verb: write "${block.value}: …"`
    : undefined
  const help = verb ?? suggestion(block.value, model.flow.entries.keys())
  report.add('unknown-name', block.at, `there is no block "${block.value}"${help}`)
}

function checkDisposition(word: Located<string>, own: readonly string[], report: Report): void {
  known(word, 'disposition', [...own, ...dispositions, ...Object.keys(oldNames)], true, report)
}

function checkTemplate(template: TemplateModel, model: ScenarioModel, report: Report): void {
  for (const part of template.parts) {
    if (typeof part === 'string') continue
    const found = resolvePath(model, part.path)
    if (found.kind === 'fault') report.add('unknown-name', part.at, found.message)
  }
}

function known(name: Located<string>, what: string, names: Iterable<string>, whole: boolean, report: Report): void {
  const all = [...new Set(names)]
  if (whole && !all.includes(name.value))
    report.add('unknown-name', name.at, `there is no ${what} "${name.value}"${suggestion(name.value, all)}`)
}
