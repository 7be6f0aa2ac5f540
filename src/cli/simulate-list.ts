import { basename, resolve } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import { ListFault } from '../lists/list-fault.ts'
import { type ListOptions, openListFile } from '../lists/list-file.ts'
import { mostPeople } from '../rehearsal/forecast/mix.ts'
import type { StagedRow } from '../store/import-staging.ts'
import { number } from './contacts-report.ts'

/** Everybody on a list, in memory, as `contacts import` reads them. Throws {@link StartFault} for what that refuses, and for a list too long to be played. */
export async function readPeople(
  file: string,
  cwd: string,
  options: ListOptions,
  signal: AbortSignal,
): Promise<readonly StagedRow[]> {
  const path = resolve(cwd, file)
  const rows: StagedRow[] = []
  try {
    await using list = await openListFile(path, options, signal)
    for await (const row of list.people) {
      if (rows.length === mostPeople) throw tooLong(path)
      if (row.kind === 'wrong') rows.push(row)
      else rows.push({ row: row.row, value: row.value, person: row })
      signal.throwIfAborted()
    }
  } catch (error) {
    if (!(error instanceof ListFault)) throw error
    throw new StartFault(`${error.message}\nNothing was simulated.`, exitCodes.failed)
  }
  return rows
}

/** Figures of a part hold for the whole: people are no different further down. */
function tooLong(path: string): StartFault {
  const name = basename(path)
  return new StartFault(
    [
      `${name} has more than ${number(mostPeople)} rows, which is the longest list that is played.`,
      'Simulate a part: the shares and waiting times of a few thousand people are those of all, and the days grow with',
      `the rows. For a CSV: head -n 5001 ${name} > part.csv`,
      'Nothing was simulated.',
    ].join('\n'),
    exitCodes.failed,
  )
}
