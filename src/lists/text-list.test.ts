import { expect, test } from 'bun:test'
import { limits } from './limits.ts'
import { phonesOf, readList } from './read-list.ts'

const sara = { kind: 'person', phone: '09121234567' as never, fields: { name: 'سارا' } } as const
const table = 'نام,موبایل\r\nسارا,09121234567\r\n'

test.each<readonly [string, Uint8Array]>([
  ['UTF-8', Buffer.from(table)],
  ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${table}`)],
  ['UTF-16 little-endian with its mark', Buffer.from(`\uFEFF${table}`, 'utf16le')],
  ['UTF-16 big-endian with its mark', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16()],
  ['UTF-16 without a mark', Buffer.from(table, 'utf16le')],
  ['semicolons', Buffer.from(table.replaceAll(',', ';'))],
  ['tabs', Buffer.from(table.replaceAll(',', '\t'))],
  ['the delimiter told in the first line', Buffer.from(`sep=;\r\n${table.replaceAll(',', ';')}`)],
  ['line ends of Unix', Buffer.from(table.replaceAll('\r\n', '\n'))],
  ['line ends of an old Mac', Buffer.from(table.replaceAll('\r\n', '\r'))],
  ['no line end at the end', Buffer.from(table.trimEnd())],
  ['everything in quotes', Buffer.from('"نام","موبایل"\r\n"سارا","09121234567"\r\n')],
])('a list is read in %s', async (_, bytes) => {
  const { rows, fault } = await readList('people.csv', bytes)
  expect(fault).toBeUndefined()
  expect(rows).toEqual([{ ...sara, row: rows[0]?.row ?? 0, value: '09121234567' }])
})

test('quoted fields keep delimiters, quotes and line breaks; rows are numbered as Excel numbers them', async () => {
  const csv = 'phone,note\n09121234567,"a, ""b""\nc"\n\n  \n09121234568,it is 5" wide\n'
  const { rows } = await readList('people.csv', csv)
  expect(rows.map((row) => (row.kind === 'person' ? [row.row, row.fields['note']] : row))).toEqual([
    [2, 'a, "b"\nc'],
    [5, 'it is 5" wide'],
  ])
})

test('rows may be shorter or longer than the first; what has no header is no field', async () => {
  const { rows } = await readList('people.csv', 'phone,name,city\n09121234567\n09121234568,علی,تهران,more\n')
  expect(rows.map((row) => row.kind === 'person' && row.fields)).toEqual([{}, { name: 'علی', city: 'تهران' }])
})

test('a file of numbers alone needs no header', async () => {
  const { rows, columns } = await readList('numbers.csv', '09121234567\n۰۹۱۲۱۲۳۴۵۶۸\n9121234569\n')
  expect(columns?.headers).toBeUndefined()
  expect(phonesOf(rows)).toEqual(['09121234567', '09121234568', '09121234569'])
})

test('a text that is not UTF-8 is refused with its line and what to do, and read when its owner says what it is', async () => {
  const bytes = new Uint8Array([
    ...Buffer.from('name,phone\nAli,09121234567\n'),
    0xd3,
    0xc7,
    0xd1,
    0xc7,
    ...Buffer.from(',09121234568\n'),
  ])
  const { fault } = await readList('people.csv', bytes)
  expect(fault).toStartWith('people.csv is not UTF-8: the first wrong character is in line 3. ')
  expect(fault).toContain('"CSV UTF-8 (Comma delimited)"')
  expect(fault).toContain('--encoding windows-1256')
  const { rows } = await readList('people.csv', bytes, { encoding: 'windows-1256' })
  expect(rows.at(1)).toEqual({
    kind: 'person',
    row: 3,
    value: '09121234568',
    phone: '09121234568' as never,
    fields: { name: 'سارا' },
  })
})

test('a character that is cut at the end of the file is a wrong one', async () => {
  const { fault } = await readList('people.csv', Buffer.from('phone,name\n09121234567,سارا').subarray(0, -1))
  expect(fault).toContain('the first wrong character is in line 2')
})

test.each([
  ['', 'people.csv is empty'],
  ['\uFEFF\r\n  \r\n,,\r\n', 'people.csv has no rows'],
  [
    'name,city\nAli,Tehran\n',
    'people.csv: no column is named as one of phone numbers; the first row has "name", "city"',
  ],
  ['علی,09121234567\nرضا,09121234568\n', 'people.csv: the first row is a person already ("علی", "09121234567")'],
  ['phone,Due Date,due-date\n', 'people.csv: column B "Due Date" and column C "due-date" both mean contact.due_date'],
  ['phone,Phone\n', 'people.csv: column A "phone" and column B "Phone" both mean contact.'],
  ['phone,name,نام\n', 'people.csv: column B "name" and column C "نام" both mean contact.name'],
  [
    'تلفن,موبایل\n',
    'people.csv: column A "تلفن" and column B "موبایل" may each be the number to call: say which, for example --phone "تلفن"',
  ],
  [`phone${',x'.repeat(limits.columns)}\n`, `people.csv: row 1 has more than ${limits.columns} columns`],
  ['phone,note\n09121234567,"open\n09121234568,x\n', 'people.csv: in row 2 a quote (") is opened and never closed'],
  [
    `phone,note\n09121234567,"${'x\n'.repeat(limits.rowLength)}`,
    `people.csv: row 2 is longer than ${limits.rowLength} characters`,
  ],
  ['phone\n09121234567\n\0\0', 'people.csv is no text'],
])('a text that is no list says why (%#)', async (text, says) => {
  const { fault } = await readList('people.csv', text)
  expect(fault).toStartWith(says)
})

test('the owner may say which column is called; the other is a field', async () => {
  const { rows } = await readList('people.csv', 'phone,موبایل\n02188776655,09121234567\n', { phoneColumn: 'موبایل' })
  expect(rows[0]).toMatchObject({ phone: '09121234567', fields: { other_phone: '02188776655' } })
  const { fault } = await readList('people.csv', 'phone,موبایل\n', { phoneColumn: 'fax' })
  expect(fault).toBe('people.csv: no column is named "fax"; the first row has "phone", "موبایل"')
})

test('a zone is one of the world, in any letter case, or its row is left out', async () => {
  const { rows } = await readList(
    'people.csv',
    'phone,timezone\n09121234567,asia/tehran\n09121234568,Tehran\n09121234569,\n',
  )
  expect(rows).toEqual([
    { kind: 'person', row: 2, value: '09121234567', phone: '09121234567' as never, zone: 'Asia/Tehran', fields: {} },
    { kind: 'wrong', row: 3, value: 'Tehran', because: 'there is no such zone: write it as Asia/Tehran' },
    { kind: 'person', row: 4, value: '09121234569', phone: '09121234569' as never, fields: {} },
  ])
})

test('a value too long for a prompt leaves its row out', async () => {
  const { rows } = await readList('people.csv', `phone,note\n09121234567,${'x'.repeat(limits.valueLength + 1)}\n`)
  expect(phonesOf(rows)).toEqual([`2: column B "note" holds more than ${limits.valueLength} characters`])
})
