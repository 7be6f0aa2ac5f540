import { exitCodes } from '../app/exit-codes.ts'
import { scenarioSources } from '../app/scenarios.ts'
import { StartFault } from '../app/start-fault.ts'
import { companiesOf, loadLibrary } from '../scenario/library.ts'
import type { Plan } from '../scenario/plan.ts'
import { renderProblems } from '../scenario/render-problems.ts'
import { readScenario } from '../scenario/scenario.ts'
import { readText } from './check.ts'
import { UsageError } from './command.ts'

/** The scenario a user means: a file (`./my.yaml`) or the name of one in force, of whichever company. */
export async function findScenario(nameOrFile: string, scenariosDir: string | undefined): Promise<Plan> {
  if (/[/.]/.test(nameOrFile)) return await fromFile(nameOrFile)
  const sources = await scenarioSources(scenariosDir)
  const names = new Set<string>()
  for (const company of companiesOf(sources)) {
    const library = loadLibrary(sources, company)
    if (library.problems.length > 0) throw new StartFault(renderProblems(library.problems).trimEnd(), exitCodes.failed)
    const plan = library.plans.get(nameOrFile)
    if (plan !== undefined) return plan
    for (const name of library.plans.keys()) names.add(name)
  }
  throw new UsageError(`there is no scenario "${nameOrFile}"; there is ${[...names].toSorted().join(', ')}`)
}

async function fromFile(file: string): Promise<Plan> {
  const { plan, problems } = readScenario(await readText(file), file)
  if (plan === undefined) throw new StartFault(renderProblems(problems).trimEnd(), exitCodes.failed)
  return plan
}
