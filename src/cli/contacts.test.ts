import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFault } from '../app/start-fault.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { holdImports } from '../store/folder-lock.ts'
import { sampleRecord } from '../store/sample-record.ts'
import { openStore } from '../store/store.ts'
import { UsageError } from './command.ts'
import { contactsCommand } from './contacts.ts'
import { PaperTerminal } from './paper-terminal.ts'

let terminal: PaperTerminal
beforeEach(() => {
  terminal = new PaperTerminal()
})
afterEach(() => terminal[Symbol.dispose]())

function file(name: string, text: string): string {
  const path = join(terminal.folder, name)
  writeFileSync(path, text)
  return path
}

async function contacts(...args: readonly string[]): Promise<number> {
  return await terminal.run(contactsCommand, ...args)
}

/** What a command that cannot go on says. */
async function refused(...args: readonly string[]): Promise<string> {
  try {
    return `exit code ${await contacts(...args)}`
  } catch (error) {
    if (error instanceof StartFault || error instanceof UsageError) return error.message
    throw error
  }
}

const people = 'نام,موبایل,Due Date\nسارا,09121234567,1405-01-01\nعلی,9121234568,\nرضا,0912,\nمینا,+98 912 123 4567,\n'

test('an import tells how columns are read, how many are taken, and why rows are left out', async () => {
  file('people.csv', people)
  expect(await contacts('import', 'people.csv')).toBe(0)
  expect(terminal.out.split('\n')).toEqual([
    'people.csv: 4 rows.',
    '  column B "موبایل" is the number to call',
    '  column A "نام" is {contact.name}',
    '  column C "Due Date" is {contact.due_date}',
    '2 people taken, as list 1. To take it back: salehi contacts undo 1',
    '2 rows are left out:',
    '          1 cannot be used: no phone number of IR, or another value that is wrong',
    '          1 in the file already, further up',
    'In detail:',
    '  row 4: "0912": the number is no phone number of IR and none with 00 or + and its country in front',
    '  row 5: "+98 912 123 4567": the same number as in row 2',
    `Row by row, and why: ${join(terminal.folder, 'people.csv.errors.csv')}`,
    '',
  ])
  expect(readFileSync(join(terminal.folder, 'people.csv.errors.csv'), 'utf8')).toBe(
    '\uFEFFrow,value,reason\r\n' +
      '4,0912,the number is no phone number of IR and none with 00 or + and its country in front\r\n' +
      "5,'+98 912 123 4567,the same number as in row 2\r\n",
  )
})

test('a preview shows the same, and the first rows, and writes nothing at all', async () => {
  file('people.csv', people)
  const before = readdirSync(terminal.folder)
  expect(await contacts('import', 'people.csv', '--preview')).toBe(0)
  expect(terminal.out).toContain('people.csv: 4 rows. Nothing is written.\n')
  expect(terminal.out).toContain('\n  row 2: 09121234567, name: سارا, due_date: 1405-01-01\n')
  expect(terminal.out).toContain('\n2 people would be taken.\n2 rows are left out:\n')
  expect(readdirSync(terminal.folder)).toEqual(before)
  await contacts('import', 'people.csv')
  await contacts('import', 'people.csv', '--preview')
  expect(terminal.out).toContain('\n          3 waiting on a list already\n')
  await contacts('list')
  expect(terminal.out).toMatch(/^list 1: people\.csv, [\d-]+ [\d:]+, 2 people of 4 rows; 2 waiting\n$/)
})

test('a list of which nobody can be taken is a failure, and leaves no list', async () => {
  file('people.csv', 'phone\n0912\n')
  expect(await contacts('import', 'people.csv')).toBe(1)
  expect(terminal.out).toContain('Nobody was taken.\n')
  await contacts('list')
  expect(terminal.out).toBe('No list was imported yet: salehi contacts import FILE\n')
})

test('a fault in the middle of a file takes nothing of it', async () => {
  file('people.csv', `phone,note\n09121234567,x\n09121234568,"${'y'.repeat(200_000)}\n`)
  expect(await refused('import', 'people.csv')).toMatch(/^people\.csv: row 3 is longer than .*\nNothing was taken\.$/)
  await contacts('list')
  expect(terminal.out).toContain('No list was imported yet')
})

test('the list of rows left out never goes into the file it tells of, and goes to the current folder where it must', async () => {
  const path = file('people.csv', 'phone\n0912\n09121234567\n')
  linkSync(path, join(terminal.folder, 'people.csv.errors.csv'))
  await contacts('import', 'people.csv')
  expect(readFileSync(path, 'utf8')).toBe('phone\n0912\n09121234567\n')
  expect(readFileSync(join(terminal.folder, 'people.csv.errors.csv'), 'utf8')).toContain('\r\n2,0912,')
  const locked = join(terminal.folder, 'locked')
  mkdirSync(locked)
  writeFileSync(join(locked, 'more.csv'), 'phone\n0912\n09121234568\n')
  mkdirSync(join(locked, 'more.csv.errors.csv.part')) // stands in the way, of root too
  chmodSync(locked, 0o500)
  await contacts('import', 'locked/more.csv')
  expect(terminal.out).toContain(`Row by row, and why: ${join(terminal.folder, 'more.csv.errors.csv')}\n`)
  chmodSync(locked, 0o700)
})

test('an undo takes back who was not called; a second one says so', async () => {
  file('people.csv', people)
  await contacts('import', 'people.csv')
  expect(await contacts('undo', '1')).toBe(0)
  expect(terminal.out).toBe('List 1 is taken back: 2 people not called yet removed.\n')
  expect(await contacts('undo', '1')).toBe(1)
  expect(terminal.err).toBe('List 1 was taken back before.\n')
  expect(await contacts('undo', '7')).toBe(1)
  expect(terminal.err).toBe('There is no list 7: salehi contacts list shows them.\n')
  await contacts('list')
  expect(terminal.out).toMatch(/; taken back [\d-]+ [\d:]+\n$/)
  expect(await refused('reset', '--import', '1')).toBe('exit code 1')
  await contacts('import', 'people.csv')
  expect(terminal.out).toContain('2 people taken, as list 2.')
})

test('a reset says how many wait again', async () => {
  file('people.csv', people)
  await contacts('import', 'people.csv')
  {
    using store = openStore(join(terminal.folder, 'salehi.db'), new TestClock())
    for (const id of ['a', 'b']) {
      store.contacts.reserve({ id, phone: '09120000000' as PhoneNumber, source: 'static', fields: {} })
      store.contacts.setAside(id, 'the trunk is down')
    }
  }
  expect(await contacts('reset', '--import', '1')).toBe(0)
  expect(terminal.out).toBe('0 people who had their call, or were set aside, wait again.\n')
  expect(await contacts('reset', '--static')).toBe(0)
  expect(terminal.out).toStartWith('1 person who had their call')
})

test('an export is for Excel: marked as UTF-8, numbers that keep their 0, nothing it would calculate', async () => {
  file('people.csv', 'phone,name,note,balance\n09121234567,سارا,=1+1,-5\n02188776655,"a, b",@x,+5\n')
  await contacts('import', 'people.csv')
  await contacts('export', 'out.csv')
  expect(terminal.out).toBe(`2 people written to ${join(terminal.folder, 'out.csv')}\n`)
  const text = readFileSync(join(terminal.folder, 'out.csv'), 'utf8')
  const own =
    'salehi_state,salehi_because,salehi_attempts,salehi_last_disposition,salehi_last_call,salehi_source,salehi_list'
  expect(text).toBe(
    `\uFEFFphone,name,balance,note,zone,${own}\r\n` +
      "0912-123-4567,سارا,-5,'=1+1,,waiting,,0,,,import,1\r\n" +
      `0218-877-6655,"a, b",'+5,'@x,,waiting,,0,,,import,1\r\n`,
  )
  expect(statSync(join(terminal.folder, 'out.csv')).mode & 0o777).toBe(0o640)
  expect(await refused('export', 'out.csv')).toContain('is there already: name a new file')
  expect(await refused('export', 'nowhere/out.csv')).toContain('cannot be written')
  expect(existsSync(join(terminal.folder, 'out.csv.part'))).toBe(false)
})

test('a call is told of in an export, in the zone of the settings', async () => {
  file('people.csv', people)
  await contacts('import', 'people.csv')
  {
    using store = openStore(join(terminal.folder, 'salehi.db'), new TestClock())
    const due = store.contacts.next(Number.MAX_SAFE_INTEGER, ['import'])
    if (due === undefined) throw new Error('nobody is due')
    const record = sampleRecord({ contact: due.contact })
    store.contacts.dialing(
      { ...record, contact: due.contact, scenario: { name: 'sina', hash: 'f00d' }, at: record.attemptedAt },
      () => true,
    )
    store.recordCall(record, [])
  }
  await contacts('export', 'out.csv')
  expect(readFileSync(join(terminal.folder, 'out.csv'), 'utf8')).toContain(
    '0912-123-4567,سارا,1405-01-01,,done,,1,not_interested,2026-01-05 ',
  )
})

test('one list is written at a time', async () => {
  file('people.csv', people)
  using _held = holdImports(terminal.folder)
  const busy = 'another "salehi contacts" is writing lists: try again when it is done'
  expect(await refused('import', 'people.csv')).toBe(busy)
  expect(await refused('undo', '1')).toBe(busy)
  expect(await refused('reset')).toBe(busy)
  expect(await refused('import', 'people.csv', '--preview')).toBe('exit code 0')
})

test.each([
  [[], 'contacts needs a word behind it: import, list, undo, export, reset'],
  [['imprt'], 'there is no "contacts imprt"; there is import, list, undo, export, reset'],
  [['import'], 'contacts import needs a file, for example: salehi contacts import people.csv'],
  [
    ['import', 'a.csv', 'b.csv'],
    '"b.csv" is one word too many; the options are --preview, --phone, --encoding, --help',
  ],
  [
    ['import', 'a.csv', '--encoding', 'latin1'],
    '--encoding knows windows-1256 alone; UTF-8 and UTF-16 are read without it',
  ],
  [['undo'], 'contacts undo needs the number of a list, for example: salehi contacts undo 3'],
  [['undo', 'x'], '"x" is no number of a list; salehi contacts list shows them'],
  [['reset', '--import', '0'], '"0" is no number of a list; salehi contacts list shows them'],
  [['reset', '--import', '1', '--static'], '--import LIST or --static, not both; neither means all lists'],
])('a wrong command line says what to write: contacts %j', async (args, says) => {
  expect(await refused(...args)).toBe(says)
})
