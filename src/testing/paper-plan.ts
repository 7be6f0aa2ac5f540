import type { Plan } from '../scenario/plan.ts'
import { readScenario } from '../scenario/scenario.ts'

/** The plan of a scenario written in a test: `flow` and whatever else it needs, indented by nothing. */
export function paperPlan(name: string, text: string): Plan {
  const { plan, problems } = readScenario(`salehi: 1\nname: ${name}\nlanguage: en\n${text}`, `${name}.yaml`)
  if (plan === undefined) throw new Error(problems.map((problem) => `${problem.line}: ${problem.message}`).join('\n'))
  return plan
}

/** Says `hello` and calls it connected. */
export function greeting(name: string, entry: 'outbound' | 'inbound' = 'outbound'): Plan {
  return paperPlan(
    name,
    `prompts: { hello: { audio: hello.mp3 } }\nflow: { ${entry}: [{ say: hello }, { hangup: connected }] }\n`,
  )
}
