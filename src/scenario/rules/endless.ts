import type { StepsModel } from '../model/step-model.ts'
import { branchesOf } from '../model/walk.ts'
import { quoted } from '../near.ts'
import type { Rule } from './rule.ts'

/** `endless`: blocks that lead back to themselves without ever listening. */
export const endless: Rule = (model, report) => {
  const quiet = new Map([...model.flow.entries].map(([name, block]) => [name, quietJumps(block.steps)]))
  const told = new Set<string>()
  for (const [name, block] of model.flow.entries) {
    const circle = told.has(name) ? undefined : circleFrom(name, quiet)
    if (circle === undefined) continue
    for (const one of circle) told.add(one)
    const through = circle.length > 1 ? ` through ${quoted(circle.slice(1))}` : ''
    report.add(
      'endless',
      block.key,
      `"${name}" leads back to itself${through} without listening: the caller would hear it for ever`,
    )
  }
}

/** Blocks a list of steps can jump to before it has listened. */
function quietJumps(steps: StepsModel, found = new Set<string>()): ReadonlySet<string> {
  for (const step of steps.steps) {
    if (step.verb === 'goto' && step.block !== undefined) found.add(step.block.value)
    if (step.verb === 'goto' || step.verb === 'ask' || step.verb === 'hangup' || step.verb === 'unoffered') break
    for (const { then } of branchesOf(step)) quietJumps(then, found)
  }
  return found
}

/** The shortest way from a block back to it; undefined when there is none. */
function circleFrom(start: string, quiet: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const from = new Map<string, string>()
  const todo = [start]
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    for (const next of quiet.get(name) ?? []) {
      if (next === start) return wayBack(name, start, from)
      if (from.has(next)) continue
      from.set(next, name)
      todo.push(next)
    }
  }
  return undefined
}

function wayBack(last: string, start: string, from: ReadonlyMap<string, string>): readonly string[] {
  const way: string[] = []
  for (let name: string | undefined = last; name !== undefined && name !== start; name = from.get(name))
    way.unshift(name)
  return [start, ...way]
}
