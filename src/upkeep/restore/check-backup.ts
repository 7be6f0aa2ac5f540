import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { scenarioSources } from '../../app/scenarios.ts'
import { companiesOf, loadLibrary } from '../../scenario/library.ts'
import { openDatabase, StoreUnusable } from '../../store/database.ts'
import { migrations } from '../../store/migrations.ts'
import { backupNames, type Manifest } from '../backup/manifest.ts'
import { inspectDatabase, settleDatabase } from '../database-copy.ts'
import { becauseOf, UpkeepFault } from '../upkeep-fault.ts'

/** A backup that was laid out, looked through, and made fit for this salehi. */
export interface Checked {
  /** Of the database now that it is up to date. */
  readonly databaseVersion: number
  /** What `salehi check` would say of the scenarios in it; no reason not to take the data. */
  readonly scenarioProblems: readonly string[]
}

/**
 * Looks through what was laid out: whether the database is whole and this salehi can use it; brings it up to date and
 * settles it. Throws {@link UpkeepFault}.
 */
export async function checkBackup(
  dir: string,
  { salehi, company }: Pick<Manifest, 'salehi' | 'company'>,
): Promise<Checked> {
  const path = join(dir, backupNames.database)
  const { version, faults, foreign } = inspected(path)
  if (foreign) throw new UpkeepFault('the database in the backup is not one of salehi')
  if (faults.length > 0)
    throw new UpkeepFault(`the database in the backup is damaged: ${faults.slice(0, 3).join('; ')}`)
  if (version > migrations.length) {
    throw new UpkeepFault(
      `the backup was made by a newer salehi (${salehi.version}, ${salehi.commit}; its database has version ${version}, this executable knows ${migrations.length}): use that one, or a newer one`,
    )
  }
  bringUpToDate(path)
  return { databaseVersion: migrations.length, scenarioProblems: await problemsIn(join(dir, 'scenarios'), company) }
}

function inspected(path: string) {
  try {
    return inspectDatabase(path)
  } catch (error) {
    throw new UpkeepFault(`the database in the backup cannot be opened (${becauseOf(error)})`)
  }
}

function bringUpToDate(path: string): void {
  try {
    openDatabase(path).close()
  } catch (error) {
    throw new UpkeepFault(error instanceof StoreUnusable ? error.message : becauseOf(error))
  }
  if (!settleDatabase(path)) throw new UpkeepFault('the database in the backup cannot be brought up to date')
}

async function problemsIn(scenarios: string, company: string | undefined): Promise<readonly string[]> {
  if (!existsSync(scenarios)) return []
  const sources = await scenarioSources(scenarios)
  const companies = company === undefined ? companiesOf(sources) : [company]
  const problems = companies.flatMap((each) => loadLibrary(sources, each).problems)
  return [...new Set(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`))]
}
