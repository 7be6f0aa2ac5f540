import { companyFacts } from '../app/company-facts.ts'
import { exitCodes } from '../app/exit-codes.ts'
import { localTime } from '../app/local-time.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { type ImportedList, Imports } from '../store/imports.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { number, people } from './contacts-report.ts'
import { lookIntoContacts } from './contacts-store.ts'
import { settingsFor } from './settings.ts'

/** `salehi contacts list`. */
export const listContacts: Command['run'] = async (args, terminal) => {
  readArguments(args, {})
  const config = settingsFor(terminal, [])
  const { zone } = await companyFacts(config)
  using stack = new DisposableStack()
  const db = stack.adopt(lookIntoContacts(config.data.dir), (open) => open.close())
  const lists = new Imports(db, clock).lists()
  if (lists.length === 0) terminal.out('No list was imported yet: salehi contacts import FILE')
  for (const list of lists) terminal.out(described(list, zone))
  return exitCodes.ok
}

function described(list: ImportedList, zone: string): string {
  const head = `list ${list.id}: ${list.file}, ${localTime(list.at, zone)}, ${people(list.taken)} of ${number(list.rows)} rows`
  if (list.undoneAt !== undefined) return `${head}; taken back ${localTime(list.undoneAt, zone)}`
  const parts: readonly (readonly [number, string])[] = [
    [list.waiting, 'waiting'],
    [list.reserved, 'being called'],
    [list.done, 'called'],
    [list.setAside, 'set aside'],
  ]
  const states = parts.filter(([count]) => count > 0).map(([count, state]) => `${number(count)} ${state}`)
  return `${head}; ${states.join(', ') || 'nobody left on it'}`
}
