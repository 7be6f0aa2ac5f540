import type { Plan } from './plan.ts'
import { defaultPolicy, type Policy } from './policy.ts'
import { type Problem, sortProblems } from './problem.ts'
import { readCompany, readScenario } from './scenario.ts'

/** A file of the scenario tree. */
export interface SourceFile {
  /** Below the tree, with forward slashes: `sina/sina.yaml`. A file laid over another has the same. */
  readonly path: string
  /** As shown to people: `scenarios/sina/sina.yaml`. */
  readonly file: string
  readonly text: string
}

/** What a company can run. With problems nothing of it may be dialled. */
export interface Library {
  readonly company: string
  /** By name, in the order of their files. */
  readonly plans: ReadonlyMap<string, Plan>
  /** The defaults where the company has no company.yaml; undefined where that file is broken. */
  readonly policy?: Policy
  /** Of all files, sorted. */
  readonly problems: readonly Problem[]
}

/** One tree laid over another, file by file. */
export function overlay(below: readonly SourceFile[], above: readonly SourceFile[]): readonly SourceFile[] {
  const files = new Map([...below, ...above].map((source) => [source.path, source]))
  return [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Names of the companies that have a folder. */
export function companiesOf(sources: readonly SourceFile[]): readonly string[] {
  return [...new Set(sources.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])))]
}

/**
 * Reads a company's policy and every scenario that is its own or everybody's. All problems of all files come back
 * together; a scenario with problems is left out of the plans.
 */
export function loadLibrary(sources: readonly SourceFile[], company: string): Library {
  const problems: Problem[] = []
  const policyFile = sources.find(({ path }) => path === `${company}/company.yaml`)
  const read = policyFile && readCompany(policyFile.text, policyFile.file, company)
  const policy = read === undefined ? defaultPolicy(company) : read.policy
  problems.push(...(read?.problems ?? []))

  const plans = new Map<string, Plan>()
  const scenarios = sources.filter((source) => isScenarioOf(source.path, company))
  for (const source of scenarios) {
    const own = source.path.includes('/')
    const options = { ...(policy && { policy }), ...(own && { company }) }
    const { plan, problems: found } = readScenario(source.text, source.file, options)
    problems.push(...found)
    if (plan === undefined || (plan.company !== undefined && plan.company !== company)) continue
    const other = plans.get(plan.name)
    if (other === undefined) plans.set(plan.name, plan)
    else problems.push(sameName(plan, other))
  }
  if (scenarios.length === 0) problems.push(nothingFor(company, sources))
  return { company, plans, ...(policy && { policy }), problems: sortProblems(problems) }
}

/** `sina/x.yaml` and `x.yaml`, but not the policy and the talks. */
function isScenarioOf(path: string, company: string): boolean {
  const [folder, name, ...deeper] = path.includes('/') ? path.split('/') : ['', path]
  if (deeper.length > 0 || name === undefined || (folder !== '' && folder !== company)) return false
  return name.endsWith('.yaml') && !name.endsWith('.talk.yaml') && name !== 'company.yaml'
}

/** `same-name`: the panel enables scenarios by name, so a name stands for one of them. */
function sameName(plan: Plan, other: Plan): Problem {
  const lines = plan.source.split('\n')
  const index = Math.max(
    0,
    lines.findIndex((line) => /^name\s*:/.test(line)),
  )
  return {
    file: plan.file,
    line: index + 1,
    column: 1,
    length: 4,
    rule: 'same-name',
    message: `${other.file} is named "${plan.name}" too: give one of them another name`,
    source: (lines[index] ?? '').replace(/\r$/, ''),
  }
}

function nothingFor(company: string, sources: readonly SourceFile[]): Problem {
  const companies = companiesOf(sources)
  const help = companies.length === 0 ? 'there are no scenarios at all' : `there are ${companies.join(', ')}`
  return {
    file: `scenarios/${company}/`,
    line: 1,
    column: 1,
    length: 1,
    rule: 'unknown-name',
    message: `there is no scenario for the company "${company}"; ${help}`,
    source: '',
  }
}
