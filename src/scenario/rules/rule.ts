import type { ScenarioModel } from '../model/scenario-model.ts'
import type { Report } from '../report.ts'

/** What the rules know beside the scenario itself. */
export interface Surroundings {
  /** Queues of the company, `operators` among them; undefined while the company is not known. */
  readonly queues: ReadonlySet<string> | undefined
  /** The company whose folder the file stands in. */
  readonly company: string | undefined
}

/** A rule looks at a whole scenario and reports what breaks it. */
export type Rule = (model: ScenarioModel, report: Report, around: Surroundings) => void
