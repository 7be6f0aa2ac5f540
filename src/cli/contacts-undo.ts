import { exitCodes } from '../app/exit-codes.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { Imports } from '../store/imports.ts'
import { readArguments } from './arguments.ts'
import { type Command, UsageError } from './command.ts'
import { listNumber } from './contacts-list-number.ts'
import { people } from './contacts-report.ts'
import { holdLists, inSteps, openContacts } from './contacts-store.ts'
import { tellChanged } from './engine-client.ts'
import { settingsFor } from './settings.ts'

/** `salehi contacts undo`. */
export const undoContacts: Command['run'] = async (args, terminal, signal) => {
  const word = readArguments(args, {}, 1).words[0]
  if (word === undefined) {
    throw new UsageError('contacts undo needs the number of a list, for example: salehi contacts undo 3')
  }
  const id = listNumber(word)
  const { dir } = settingsFor(terminal, []).data
  using stack = new DisposableStack()
  const db = stack.adopt(openContacts(dir), (open) => open.close())
  stack.use(holdLists(dir))
  const imports = new Imports(db, clock)
  const undone = imports.undo(id)
  if (undone === undefined) {
    const taken = imports.lists().some((list) => list.id === id)
    terminal.err(
      taken ? `List ${id} was taken back before.` : `There is no list ${id}: salehi contacts list shows them.`,
    )
  }
  // The list is taken back already: what follows is tidying, and a stop leaves it to the next "contacts".
  await inSteps(() => !signal.aborted && imports.sweep() > 0, clock, new AbortController().signal)
  if (undone === undefined) return exitCodes.failed
  await tellChanged(dir, signal)
  terminal.out(`List ${id} is taken back: ${people(undone.removed)} not called yet removed.`)
  if (undone.called > 0) {
    terminal.out(
      `${people(undone.called)} had been called, or are on the phone now: they keep their results and are not rung again for it.`,
    )
  }
  return exitCodes.ok
}
