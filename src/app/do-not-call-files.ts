import { closeSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'
import { type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import type { Policy } from '../scenario/policy.ts'
import type { DoNotCall } from '../store/do-not-call.ts'
import { exitCodes } from './exit-codes.ts'
import { firstColumn, UnreadableList } from './number-list.ts'
import { StartFault } from './start-fault.ts'

/** What reading a company's do-not-call files needs. */
export interface DoNotCallFiles {
  readonly policy: Pick<Policy, 'company' | 'doNotCall'>
  /** SCENARIOS_DIR, in which the company's folder lies. */
  readonly scenariosDir: string | undefined
  /** COUNTRY. */
  readonly country: string
  readonly list: DoNotCall
  /** Epoch milliseconds. */
  readonly now: number
}

/** More would not be read by anyone. */
const mostFaults = 20

/**
 * Brings the do-not-call list in line with the files company.yaml names, where they have changed. Returns how many
 * numbers they hold, undefined when nothing has changed. A file that is missing or has a row that is no number is a
 * {@link StartFault}: somebody on it could be rung otherwise. Numbers people asked for or that were entered by hand are
 * honoured whether company.yaml lists `spoken` and `manual` or not.
 */
export function loadDoNotCallFiles(options: DoNotCallFiles): number | undefined {
  const { policy, country, list, now } = options
  const names = policy.doNotCall.flatMap((source) => (source.kind === 'file' ? [source.file] : []))
  const files = names.map((name) => ({ name, path: pathOf(name, options) }))
  const prints = files.map(({ name, path }) => [name, readingOf(name, path, () => hashOf(path))])
  return list.replaceFiles(
    { fingerprint: JSON.stringify([country, prints]), numbers: () => numbers(files, country) },
    now,
  )
}

interface NamedFile {
  readonly name: string
  readonly path: string
}

function* numbers(files: readonly NamedFile[], country: string): Generator<{ phone: PhoneNumber; file: string }> {
  const faults: string[] = []
  for (const { name, path } of files) {
    const rows = firstColumn(path)
    for (;;) {
      const row = readingOf(name, path, () => rows.next())
      if (row.done === true) break
      const phone = parsePhoneNumber(row.value.text, country)
      if (phone !== undefined) yield { phone, file: name }
      else if (faults.push(`${path}:${row.value.line}: this is no phone number (COUNTRY=${country})`) >= mostFaults)
        break
    }
  }
  if (faults.length === 0) return
  const advice = 'Correct the rows of the do-not-call list: nobody is called before it can be read whole.'
  throw new StartFault([...faults, advice].join('\n'), exitCodes.config)
}

function pathOf(name: string, { policy, scenariosDir }: DoNotCallFiles): string {
  if (scenariosDir !== undefined) return resolve(scenariosDir, policy.company, name)
  const where = `set SCENARIOS_DIR and put it into its folder "${policy.company}"`
  throw new StartFault(`company.yaml names the do-not-call list "${name}": ${where}`, exitCodes.config)
}

function readingOf<T>(name: string, path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const because = error instanceof UnreadableList ? error.message : unreadable(error)
    if (because === undefined) throw error
    const advice = 'Put it there, or take it out of do_not_call in company.yaml: nobody is called without it.'
    throw new StartFault(`${path}: the do-not-call list "${name}" ${because}. ${advice}`, exitCodes.config)
  }
}

/** What the system says of a file, for people; undefined for what is no such fault. */
function unreadable(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'is not there'
  if (code === 'EISDIR') return 'is a folder'
  if (code === 'EACCES') return 'may not be read by this user'
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? `cannot be read (${code})` : undefined
}

function hashOf(path: string): string {
  const hasher = new Bun.CryptoHasher('sha256')
  const file = openSync(path, 'r')
  try {
    const buffer = new Uint8Array(64 * 1024)
    for (;;) {
      const size = readSync(file, buffer)
      if (size === 0) return hasher.digest('hex')
      hasher.update(buffer.subarray(0, size))
    }
  } finally {
    closeSync(file)
  }
}
