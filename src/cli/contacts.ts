import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import { type Command, UsageError } from './command.ts'
import { exportContacts } from './contacts-export.ts'
import { importContacts } from './contacts-import.ts'
import { listContacts } from './contacts-list.ts'
import { resetContacts } from './contacts-reset.ts'
import { undoContacts } from './contacts-undo.ts'

const actions: Readonly<Record<string, Command['run']>> = {
  import: importContacts,
  list: listContacts,
  undo: undoContacts,
  export: exportContacts,
  reset: resetContacts,
}

/** `salehi contacts`. */
export const contactsCommand: Command = {
  name: 'contacts',
  usage: 'contacts import|list|undo|export|reset',
  summary: 'lists of people to call: bring in, see, take back, carry out',
  details: [
    '  contacts import FILE.csv|FILE.xlsx [--preview] [--phone NAME] [--encoding windows-1256]',
    '    Reads a list and lets its people be called: all of them or, where anything goes wrong, none.',
    '    The column of the number is found by its name (phone, mobile, number, tel, شماره, موبایل, تلفن, همراه …); a',
    '    file of numbers alone needs no names. name and zone (Asia/Tehran) are known; every other column is a field',
    '    for prompts: "Due Date" is {contact.due_date}. FILE.errors.csv tells of rows left out and why: what is no',
    '    number, stands there twice, waits on a list already, or asked not to be called.',
    '    At most 1,000,000 rows; a CSV of 500 MB, a workbook of 200 MB.',
    '  --preview    write nothing: show how columns are read, the first rows as they would be taken, and the counts',
    '  --phone NAME    the name of the column to call, where several could be it',
    '  --encoding windows-1256    read a CSV that was saved so; by itself UTF-8 and UTF-16 are known',
    '',
    '  contacts list',
    '    The lists that were imported, the newest first, and how far each has come.',
    '',
    '  contacts undo LIST',
    '    Takes a list back, by its number: nobody is rung for it any more. Who was called keeps their results.',
    '',
    '  contacts export [FILE]',
    '    Everyone with state, attempts, last result and last call, as CSV for Excel, to FILE or standard output.',
    '    Numbers are written in groups (0912-345-6789), so that Excel keeps their 0. It can be imported again.',
    '',
    '  contacts reset [--import LIST | --static]',
    '    Those who had their call, or were set aside, wait again: of one imported list, of STATIC_CONTACTS, or of all.',
    '  --import LIST    only the imported list of this number',
    '  --static    only STATIC_CONTACTS',
    '',
    '  A running engine sees every change by itself. Exit codes: 0 done, 1 nothing could be taken or done, 2 wrong',
    '  command line.',
  ].join('\n'),
  async run(args, terminal, signal) {
    const [name, ...rest] = args
    const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action !== undefined) {
      try {
        return await action(rest, terminal, signal)
      } catch (error) {
        throw refusedByDatabase(error)
      }
    }
    const known = Object.keys(actions).join(', ')
    throw new UsageError(
      name === undefined
        ? `contacts needs a word behind it: ${known}`
        : `there is no "contacts ${name}"; there is ${known}`,
    )
  },
}

/** What a person can put right about the database; lists that were being written are nobody's until they are whole. */
function refusedByDatabase(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('SQLITE_BUSY')) {
    return new StartFault('the database was busy for too long: try again', exitCodes.failed)
  }
  if (!/^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(code)) return error
  const advice =
    'make room on the disk of DATA_DIR and of /tmp, and give this user the right to DATA_DIR; then try again'
  return new StartFault(`the database cannot be written (${code}): ${advice}`, exitCodes.failed)
}
