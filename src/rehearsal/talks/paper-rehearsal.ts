import type { Plan } from '../../scenario/plan.ts'
import type { Rehearsal } from './rehearse.ts'
import { rehearse } from './rehearse.ts'
import { renderFailure } from './render-rehearsal.ts'

/** Talks written in a test, played against a plan; `talks` is a list of talks in YAML, indented by nothing. */
export async function rehearsed(plan: Plan, talks: string): Promise<Rehearsal> {
  const text = `scenario: ${plan.name}\ntalks:\n${talks}`
  const about = { plans: new Map([[plan.name, plan]]), whole: true, zone: 'Asia/Tehran' }
  return await rehearse([{ path: 'x/x.talk.yaml', file: 'x.talk.yaml', text }], about)
}

/** One call written in a test: what is printed when it is not as the talk says, '' when it is. */
export async function differenceOf(plan: Plan, steps: string, ends: string): Promise<string> {
  const { problems, failures } = await rehearsed(plan, `- name: a call\n  talk: ${steps}\n  ${ends}\n`)
  if (problems.length > 0) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'))
  return failures.map(renderFailure).join('\n')
}
