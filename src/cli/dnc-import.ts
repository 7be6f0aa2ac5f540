import { exitCodes } from '../app/exit-codes.ts'
import { firstColumn, UnreadableList } from '../app/number-list.ts'
import { type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import type { DoNotCall } from '../store/do-not-call.ts'
import { type Terminal, UsageError } from './command.ts'

/** What to import. */
export interface NumberImport {
  readonly file: string
  readonly country: string
  readonly note: string | undefined
}

/** So many go in one transaction: the engine waits meanwhile. */
const atOnce = 500
const mostTold = 20

/** Bars every number of a file; rows that are none are told and left out, for each number barred is one that is not rung. */
export async function importNumbers(
  { file, country, note }: NumberImport,
  list: DoNotCall,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const taken = { rows: 0, fresh: 0, wrong: 0 }
  let batch: PhoneNumber[] = []
  const write = async (): Promise<void> => {
    taken.fresh += list.enter(batch, clock.now(), note)
    taken.rows += batch.length
    batch = []
    // The engine gets its turn, and so does Ctrl-C.
    await clock.sleep(1, signal)
  }
  try {
    for (const row of firstColumn(file)) {
      const phone = parsePhoneNumber(row.text, country)
      if (phone !== undefined) batch.push(phone)
      else if (taken.wrong++ < mostTold)
        terminal.err(`${file}:${row.line}: this is no phone number (COUNTRY=${country})`)
      if (batch.length >= atOnce) await write()
    }
  } catch (error) {
    const reason = error instanceof UnreadableList ? error.message : unreadable(error)
    if (reason === undefined) throw error
    const before = taken.rows === 0 ? '' : ` (${taken.rows} rows before that were taken)`
    throw new UsageError(`${file} ${reason}${before}`)
  }
  await write()
  if (taken.wrong > mostTold) terminal.err(`… and ${taken.wrong - mostTold} more rows that are no phone numbers`)
  const known = taken.rows - taken.fresh
  terminal.out(`${taken.fresh} added, ${known} stood there already, ${taken.wrong} rows left out`)
  return taken.wrong === 0 ? exitCodes.ok : exitCodes.failed
}

function unreadable(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'is not there: give the path of a file, from the current folder or beginning with /'
  if (code === 'EISDIR') return 'is a folder: name the file in it'
  if (code === 'EACCES') return 'may not be read by this user'
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? `cannot be read (${code})` : undefined
}
