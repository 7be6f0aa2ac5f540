import type { Command } from './command.ts'
import { UsageError } from './command.ts'
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
  run(args, terminal, signal) {
    const [name, ...rest] = args
    const action = name === undefined ? undefined : actions[name]
    if (action !== undefined) return action(rest, terminal, signal)
    const known = Object.keys(actions).join(', ')
    throw new UsageError(
      name === undefined
        ? `contacts needs a word behind it: ${known}`
        : `there is no "contacts ${name}"; there is ${known}`,
    )
  },
}
