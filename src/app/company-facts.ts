import type { Config } from '../config/config.ts'
import { loadLibrary } from '../scenario/library.ts'
import { defaultPolicy } from '../scenario/policy.ts'
import { scenarioSources } from './scenarios.ts'

/** What stories and times are told with where no engine runs. */
export interface CompanyFacts {
  /** The zone of the company's days (IANA). */
  readonly zone: string
  /** A scenario's file as people know it. */
  fileOf(scenario: string): string | undefined
}

/** The company of the settings as its files have it; faults in them are not told here (`salehi check` does). */
export async function companyFacts(config: Pick<Config, 'company' | 'scenariosDir' | 'dialer'>): Promise<CompanyFacts> {
  const { company = '', scenariosDir, dialer } = config
  const library = loadLibrary(await scenarioSources(scenariosDir), company)
  return {
    zone: dialer.timezone ?? (library.policy ?? defaultPolicy(company)).zone,
    fileOf: (scenario) => library.plans.get(scenario)?.file,
  }
}
