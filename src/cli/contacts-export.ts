import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { companyFacts } from '../app/company-facts.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { localTime } from '../app/local-time.ts'
import { StartFault } from '../app/start-fault.ts'
import { byteOrderMark, csvLine, groupedNumber } from '../lists/csv-line.ts'
import { ContactExport, type ExportedContact } from '../store/contact-export.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { people } from './contacts-report.ts'
import { lookIntoContacts } from './contacts-store.ts'
import { settingsFor } from './settings.ts'

/** Columns that tell of the calls; an import knows them by `salehi_` and passes them over. */
const ownColumns = ['state', 'because', 'attempts', 'last_disposition', 'last_call', 'source', 'list']

/** `salehi contacts export`. */
export const exportContacts: Command['run'] = async (args, terminal, signal) => {
  const file = readArguments(args, {}, 1).words[0]
  const config = settingsFor(terminal, [])
  const { zone } = await companyFacts(config)
  using stack = new DisposableStack()
  const db = stack.adopt(lookIntoContacts(config.data.dir), (open) => open.close())
  const table = new ContactExport(db)
  const lines = exportLines(table, zone)
  if (file === undefined) {
    await print(inChunks(lines), signal)
    return exitCodes.ok
  }
  const path = resolve(terminal.cwd, file)
  const count = writeNew(path, lines, signal) - 1
  terminal.out(`${people(count)} written to ${path}`)
  return exitCodes.ok
}

/**
 * To standard output itself, at the pace of whoever reads it: the end of the process cuts off what a terminal's `out` still
 * holds back, which here may be most of it.
 */
async function print(chunks: Iterable<string>, signal: AbortSignal): Promise<void> {
  const output = Bun.stdout.writer()
  try {
    for (const chunk of chunks) {
      signal.throwIfAborted()
      output.write(`${chunk}\n`)
      await output.flush()
    }
    await output.end()
  } catch (error) {
    const hasGone = error instanceof Error && 'code' in error && error.code === 'EPIPE'
    if (!hasGone) throw error // whoever read it has seen enough
  }
}

/** The lines of the file without their ends, names of columns first. */
export function* exportLines(table: ContactExport, zone: string | undefined): Generator<string> {
  const names = table.fieldNames()
  const fields = [...names.filter((name) => name === 'name'), ...names.filter((name) => name !== 'name')]
  yield byteOrderMark +
    csvLine(['phone', ...fields.map(headerOf), 'zone', ...ownColumns.map((name) => `salehi_${name}`)])
  for (const contact of table.contacts()) yield csvLine(valuesOf(contact, fields, zone))
}

/** Fields of a panel may have names that mean something else in a list. */
function headerOf(field: string): string {
  return /^(phone$|zone$|salehi_)/.test(field) ? `other_${field}` : field
}

function valuesOf(contact: ExportedContact, fields: readonly string[], zone: string | undefined): readonly string[] {
  return [
    groupedNumber(contact.phone),
    ...fields.map((field) => (Object.hasOwn(contact.fields, field) ? (contact.fields[field] ?? '') : '')),
    contact.zone ?? '',
    contact.state,
    contact.because ?? '',
    String(contact.attempts),
    contact.lastDisposition ?? '',
    contact.lastCallAt === undefined ? '' : localTime(contact.lastCallAt, zone),
    contact.source,
    contact.importId === undefined ? '' : String(contact.importId),
  ]
}

/** Lines of about 64 kB together; whoever writes them ends the last one. */
function* inChunks(lines: Iterable<string>): Generator<string> {
  let text = ''
  for (const line of lines) {
    text += text === '' ? line : `\r\n${line}`
    if (text.length < 65_536) continue
    yield `${text}\r`
    text = ''
  }
  if (text !== '') yield `${text}\r`
}

/** Writes a file that is not there yet, whole or not at all. Returns how many lines. */
function writeNew(path: string, lines: Iterable<string>, signal: AbortSignal): number {
  const partPath = `${path}.part`
  let count = 0
  try {
    closeSync(openSync(path, 'wx', 0o640)) // holds the name, and never an older file
    rmSync(partPath, { force: true })
    const fd = openSync(partPath, 'wx', 0o640)
    try {
      for (const chunk of inChunks(counted(lines, () => count++))) {
        signal.throwIfAborted()
        writeSync(fd, `${chunk}\n`)
      }
    } finally {
      closeSync(fd)
    }
    renameSync(partPath, path)
    return count
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') throw new UsageError(`${path} is there already: name a new file`)
    rmSync(partPath, { force: true })
    rmSync(path, { force: true })
    signal.throwIfAborted()
    throw new StartFault(
      `${path} cannot be written (${error instanceof Error ? error.message : String(error)})`,
      exitCodes.failed,
    )
  }
}

function* counted(lines: Iterable<string>, count: () => void): Generator<string> {
  for (const line of lines) {
    count()
    yield line
  }
}
