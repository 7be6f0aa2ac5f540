import { compile } from './compile.ts'
import { readDocument } from './document/document.ts'
import type { Plan } from './plan.ts'
import { defaultPolicy, type Policy, queueNames } from './policy.ts'
import type { Problem } from './problem.ts'
import { readPolicy } from './read/company.ts'
import { readScenarioModel } from './read/scenario.ts'
import { Report } from './report.ts'
import { rules } from './rules/all.ts'

/** A scenario read: its plan, or everything that is wrong with it. */
export interface ReadScenario {
  readonly plan?: Plan
  readonly problems: readonly Problem[]
}

/** What is known around a scenario file. */
export interface ReadOptions {
  /** The company's policy: its zone and queues. Without it the names of queues are not checked. */
  readonly policy?: Policy
  /** The company whose folder the file stands in. */
  readonly company?: string
}

/** Reads, checks and compiles one scenario. Never throws; every problem is found in one pass, sorted by place. */
export function readScenario(text: string, file: string, options: ReadOptions = {}): ReadScenario {
  const report = new Report(file, text)
  const { root, brokenAt } = readDocument(report)
  if (root === undefined) return { problems: report.problems }
  const zone = options.policy?.zone ?? defaultPolicy('').zone
  const model = readScenarioModel(root, zone, report)
  if (brokenAt !== undefined) return { problems: beforeTheBreak(report, brokenAt) }
  const queues = options.policy && queueNames(options.policy)
  for (const rule of rules) rule(model, report, { queues, company: options.company })
  if (report.problems.length > 0) return { problems: report.problems }
  return { plan: compile(model, options.company, report), problems: [] }
}

/** A company's policy read, or everything that is wrong with it. */
export interface ReadCompany {
  readonly policy?: Policy
  readonly problems: readonly Problem[]
}

/** Reads and checks a company.yaml. `company` is the name of its folder. */
export function readCompany(text: string, file: string, company: string): ReadCompany {
  const report = new Report(file, text)
  const { root, brokenAt } = readDocument(report)
  if (root === undefined) return { problems: report.problems }
  const policy = readPolicy(root, company, report)
  if (brokenAt !== undefined) return { problems: beforeTheBreak(report, brokenAt) }
  return report.problems.length > 0 ? { problems: report.problems } : { policy, problems: [] }
}

/** Where the text stops being YAML, nothing behind it can be judged; nor whether something is missing. */
function beforeTheBreak(report: Report, brokenAt: number): readonly Problem[] {
  const line = report.line({ start: brokenAt, end: brokenAt })
  return report.problems.filter(
    (problem) => problem.rule === 'yaml' || (problem.line < line && problem.rule !== 'missing-key'),
  )
}
