import { findPaths } from '../model/paths.ts'
import type { ScenarioModel } from '../model/scenario-model.ts'
import { allSteps } from '../model/walk.ts'
import type { Rule } from './rule.ts'

/** `unreachable`: steps that can never be taken, and blocks nothing leads to. */
export const unreachable: Rule = (model, report) => {
  const paths = findPaths(model)
  for (const step of paths.unreachable)
    report.add('unreachable', step.at, 'this is never reached: before it the call has ended or gone elsewhere')
  for (const { step } of allSteps(model)) {
    if (step.verb !== 'route') continue
    const otherwise = step.branches.findIndex((branch) => branch.isElse)
    const behind = otherwise < 0 ? undefined : step.branches[otherwise + 1]
    if (behind !== undefined)
      report.add('unreachable', behind.at, 'this branch is never taken: "else" before it takes every call')
  }
  if (!allJumpsKnown(model)) return
  for (const name of paths.idle) {
    const block = model.flow.entries.get(name)
    if (block !== undefined) report.add('unreachable', block.key, `nothing leads to the block "${name}"`)
  }
}

/** A jump that could not be read, or leads nowhere, may be the one that was meant for an idle block. */
function allJumpsKnown(model: ScenarioModel): boolean {
  if (!model.flow.entries.has('outbound') && !model.flow.entries.has('inbound')) return false
  for (const { step } of allSteps(model)) {
    if (step.verb === 'unoffered' && !step.read) return false
    if (step.verb === 'goto' && !model.flow.entries.has(step.block?.value ?? '')) return false
  }
  return true
}
