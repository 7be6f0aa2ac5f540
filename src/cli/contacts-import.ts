import type { Database } from 'bun:sqlite'
import { basename, resolve } from 'node:path'
import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { systemIds } from '../kernel/ids.ts'
import { ListFault } from '../lists/list-fault.ts'
import { type ListFile, type ListOptions, openListFile } from '../lists/list-file.ts'
import type { ListRow } from '../lists/person.ts'
import { ImportStaging, type StagedCounts } from '../store/import-staging.ts'
import { Imports } from '../store/imports.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Terminal, UsageError } from './command.ts'
import { type Errors, writeErrors } from './contacts-errors.ts'
import { columnLines, countLines, number, people, sampleLines } from './contacts-report.ts'
import { holdLists, inSteps, lookIntoContacts, openContacts } from './contacts-store.ts'
import { tellChanged } from './engine-client.ts'
import { settingsFor } from './settings.ts'

const sampleSize = 5

/** `salehi contacts import`. */
export const importContacts: Command['run'] = async (args, terminal, signal) => {
  const options = readArguments(args, { preview: 'boolean', phone: 'string', encoding: 'string' }, 1)
  const file = options.words[0]
  if (file === undefined) {
    throw new UsageError('contacts import needs a file, for example: salehi contacts import people.csv')
  }
  const encoding = options.text('encoding')
  if (encoding !== undefined && encoding !== 'windows-1256') {
    throw new UsageError('--encoding knows windows-1256 alone; UTF-8 and UTF-16 are read without it')
  }
  const config = settingsFor(terminal, [])
  const isPreview = options.has('preview')
  const dir = config.data.dir
  using stack = new DisposableStack()
  const phoneColumn = options.text('phone')
  const listOptions: ListOptions = {
    country: config.country,
    ...(phoneColumn === undefined ? {} : { phoneColumn }),
    ...(encoding === undefined ? {} : { encoding }),
  }
  try {
    const path = resolve(terminal.cwd, file)
    if (isPreview) return await preview(path, listOptions, stack.adopt(lookIntoContacts(dir), closed), terminal, signal)
    const db = stack.adopt(openContacts(dir), closed)
    stack.use(holdLists(dir))
    return await take(path, listOptions, { db, dir }, terminal, signal)
  } catch (error) {
    if (signal.aborted) throw new StartFault('stopped: nothing of the list was taken', exitCodes.failed)
    if (error instanceof ListFault) throw new StartFault(`${error.message}\nNothing was taken.`, exitCodes.failed)
    throw error
  }
}

function closed(db: Database): void {
  db.close()
}

interface Staged {
  readonly file: string
  readonly rows: number
  readonly counts: StagedCounts
  readonly staging: ImportStaging
  /** The first people as they stand in the file. */
  readonly sample: readonly ListRow[]
}

async function preview(
  path: string,
  options: ListOptions,
  db: Database,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  await using list = await openListFile(path, options, signal)
  const { file, rows, counts, staging, sample } = await stage(path, list, db, signal)
  terminal.out(`${file}: ${number(rows)} rows. Nothing is written.`)
  for (const line of [...columnLines(list.columns), ...list.notes, '', ...sampleLines(sample)]) terminal.out(line)
  terminal.out('')
  terminal.out(`${people(counts.taken)} would be taken.`)
  for (const line of countLines(counts, staging.refused(), options.country)) terminal.out(line)
  return counts.taken > 0 ? exitCodes.ok : exitCodes.failed
}

async function take(
  path: string,
  options: ListOptions,
  { db, dir }: { readonly db: Database; readonly dir: string },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const imports = new Imports(db, clock)
  await inSteps(() => imports.sweep() > 0, clock, signal) // what an earlier import or undo left half done
  await using list = await openListFile(path, options, signal)
  const { file, rows, counts, staging } = await stage(path, list, db, signal)
  terminal.out(`${file}: ${number(rows)} rows.`)
  for (const line of [...columnLines(list.columns), ...list.notes]) terminal.out(line)
  const errors = writeErrors(path, terminal.cwd, staging.refused())
  const written = counts.taken === 0 ? undefined : await write(imports, file, rows, signal)
  if (written === undefined) terminal.out('Nobody was taken.')
  else {
    const { id, taken } = written
    terminal.out(`${people(taken)} taken, as list ${id}. To take it back: salehi contacts undo ${id}`)
    await tellChanged(dir, signal)
  }
  for (const line of countLines(counts, staging.refused(), options.country)) terminal.out(line)
  tellErrors(errors, terminal)
  return written === undefined ? exitCodes.failed : exitCodes.ok
}

async function stage(path: string, list: ListFile, db: Database, signal: AbortSignal): Promise<Staged> {
  const staging = new ImportStaging(db, systemIds)
  const sample: ListRow[] = []
  let rows = 0
  for await (const row of list.people) {
    if (rows++ < sampleSize) sample.push(row)
    if (row.kind === 'wrong') staging.add(row)
    else staging.add({ row: row.row, value: row.value, person: row })
    signal.throwIfAborted()
  }
  return { file: basename(path), rows, counts: staging.judge(), staging, sample }
}

/** All of it or nothing: until `open`, nobody on it is handed out, and what breaks off is swept away. */
async function write(
  imports: Imports,
  file: string,
  rows: number,
  signal: AbortSignal,
): Promise<{ readonly id: number; readonly taken: number }> {
  const id = imports.begin(file, rows)
  let taken = 0
  let after = 0
  try {
    await inSteps(
      () => {
        const added = imports.add(id, after)
        if (added === undefined) return false
        taken += added.taken
        after = added.last
        return true
      },
      clock,
      signal,
    )
    imports.open(id, taken)
    return { id, taken }
  } catch (error) {
    while (imports.sweep() > 0);
    throw error
  }
}

function tellErrors(errors: Errors, terminal: Terminal): void {
  if (errors.kind === 'written') terminal.out(`Row by row, and why: ${errors.path}`)
  if (errors.kind === 'unwritable') {
    terminal.err(`The list of rows left out could be written neither beside the file nor here (${errors.because}).`)
  }
}
