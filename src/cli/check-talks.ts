import { readdirSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { embeddedScenarios } from '../app/scenarios.ts'
import { readTalks, type TalkedTo } from '../rehearsal/talks/read-talks.ts'
import { type Coverage, type Rehearsal, rehearse } from '../rehearsal/talks/rehearse.ts'
import { companiesOf, loadLibrary, type SourceFile } from '../scenario/library.ts'
import type { Plan } from '../scenario/plan.ts'
import { defaultPolicy } from '../scenario/policy.ts'
import type { Problem } from '../scenario/problem.ts'
import { readCompany, readScenario } from '../scenario/scenario.ts'

/** A file the user gave, as they wrote its name. */
export interface NamedFile {
  readonly file: string
  readonly text: string
}

/** Everything that was checked together. */
export interface Checked extends Rehearsal {
  readonly files: number
}

/** Checks every scenario of a tree and plays every talk in it. */
export async function checkTree(sources: readonly SourceFile[]): Promise<Checked> {
  const problems = new Map<string, Problem>()
  const parts: Rehearsal[] = []
  const common = new Map<string, Plan>()
  let whole = true
  for (const company of companiesOf(sources)) {
    const { plans, policy, problems: found } = loadLibrary(sources, company)
    for (const problem of found) problems.set(JSON.stringify(problem), problem)
    const folder = `${company}/`
    const own = new Set(sources.filter(({ path }) => path.startsWith(folder)).map(({ file }) => file))
    for (const plan of plans.values()) if (!own.has(plan.file)) common.set(plan.name, plan)
    whole &&= found.length === 0
    const about = { plans, whole: found.length === 0, zone: (policy ?? defaultPolicy(company)).zone }
    const rehearsal = await rehearse(talksBelow(sources, folder), about)
    // What everybody's scenarios are talked to with stands beside them.
    const coverage = rehearsal.coverage.filter(({ plan, talks }) => own.has(plan.file) || talks > 0)
    parts.push({ ...rehearsal, coverage })
  }
  parts.push(await rehearse(talksBelow(sources, ''), { plans: common, whole, zone: defaultPolicy('').zone }))
  return { files: sources.length, ...joined([...problems.values()], parts) }
}

/** Checks files somebody named: a scenario with the talks beside it, or a file of talks with its scenario. */
export async function checkNamed(named: readonly NamedFile[]): Promise<Checked> {
  const problems: Problem[] = []
  const parts: Rehearsal[] = []
  for (const { file, text } of named) {
    if (isTalks(file)) continue
    const read =
      basename(file) === 'company.yaml' ? readCompany(text, file, basename(dirname(file))) : readScenario(text, file)
    problems.push(...read.problems)
  }
  for (const folder of new Set(named.map(({ file }) => dirname(file)))) {
    const here = named.filter(({ file }) => dirname(file) === folder)
    if (here.some(({ file }) => basename(file) !== 'company.yaml')) parts.push(await rehearseFolder(folder, here))
  }
  return { files: named.length, ...joined(problems, parts) }
}

async function rehearseFolder(folder: string, named: readonly NamedFile[]): Promise<Rehearsal> {
  const beside = await filesOf(folder, named)
  const about = await talkedTo(beside)
  const isNamed = ({ file }: Pick<NamedFile, 'file'>): boolean => named.some((one) => one.file === file)
  const plans = [...about.plans.values()].filter(isNamed)
  const talks = beside.filter((source) => {
    if (!isTalks(source.file)) return false
    if (isNamed(source)) return true
    const { scenario } = readTalks(source.text, source.file, about)
    return plans.some(({ name }) => name === scenario)
  })
  const rehearsal = await rehearse(talks, about)
  return { ...rehearsal, coverage: rehearsal.coverage.filter(({ plan, talks: count }) => count > 0 || isNamed(plan)) }
}

/** The scenarios of a folder, and the built-in ones where it has none of the name. */
async function talkedTo(beside: readonly SourceFile[]): Promise<TalkedTo> {
  const builtIn = await embeddedScenarios()
  const plans = new Map(companiesOf(builtIn).flatMap((company) => [...loadLibrary(builtIn, company).plans]))
  const company = beside.find(({ file }) => basename(file) === 'company.yaml')
  const policy = company && readCompany(company.text, company.file, basename(dirname(company.file))).policy
  let whole = true
  for (const { file, text } of beside) {
    if (isTalks(file) || basename(file) === 'company.yaml') continue
    const { plan } = readScenario(text, file, policy && { policy })
    if (plan === undefined) whole = false
    else plans.set(plan.name, plan)
  }
  return { plans, whole, zone: (policy ?? defaultPolicy('')).zone }
}

/** The YAML files of one folder, as the user would name them. What this user may not read, they did not name. */
async function filesOf(folder: string, named: readonly NamedFile[]): Promise<readonly SourceFile[]> {
  const sources: SourceFile[] = []
  for (const name of namesIn(folder)) {
    const path = resolve(folder, name)
    const file = named.find((one) => resolve(one.file) === path)?.file ?? join(folder, name)
    const text = await Bun.file(file)
      .text()
      .catch(() => undefined)
    if (text !== undefined) sources.push({ path: name, file, text })
  }
  return sources
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  } catch {
    // The files that were named are checked all the same; a folder that may not be listed has no talks to play.
    return []
  }
}

/** Talks in a folder itself; '' is the top of the tree. */
function talksBelow(sources: readonly SourceFile[], folder: string): readonly SourceFile[] {
  return sources.filter(({ path }) => isTalks(path) && path.slice(0, path.lastIndexOf('/') + 1) === folder)
}

function isTalks(file: string): boolean {
  return file.endsWith('.talk.yaml')
}

function joined(problems: readonly Problem[], parts: readonly Rehearsal[]): Rehearsal {
  const coverage: Coverage[] = parts.flatMap((part) => part.coverage)
  return {
    problems: [...problems, ...parts.flatMap((part) => part.problems)],
    failures: parts.flatMap((part) => part.failures),
    coverage,
  }
}
