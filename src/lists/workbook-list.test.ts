import { expect, test } from 'bun:test'
import { limits } from './limits.ts'
import { type PaperCell, workbookBytes, workbookParts, zipBytes } from './paper-workbook.ts'
import { phonesOf, readList } from './read-list.ts'

function xml(text: string): PaperCell {
  return { xml: text }
}

async function fieldsOf(cells: readonly PaperCell[], from1904 = false): Promise<readonly string[]> {
  const headers = cells.map((_, index) => `f${index}`)
  const { rows } = await readList(
    'p.xlsx',
    workbookBytes({
      rows: [
        ['phone', ...headers],
        [9121234567, ...cells],
      ],
      from1904,
    }),
  )
  const [row] = rows
  return row?.kind === 'person' ? headers.map((name) => row.fields[name] ?? '') : [row?.because ?? 'no row']
}

test('a workbook is read: texts, numbers that lost their 0, empty rows and cells', async () => {
  const rows: PaperCell[][] = [
    ['نام', 'شماره موبایل', 'city'],
    ['سارا', 9121234567, ''],
    [],
    ['', '۰۹۱۲۱۲۳۴۵۶۸', ' تهران '],
    [
      xml('<c r="@" t="inlineStr"><is><r><t>علی </t></r><r><t>&amp; co_x000D_</t></r><rPh><t>no</t></rPh></is></c>'),
      xml('<c r="@"><v>9.12E9</v></c>'),
    ],
  ]
  const { rows: people, notes } = await readList('people.xlsx', workbookBytes({ rows, sheets: ['A', 'B'] }))
  expect(people).toEqual([
    { kind: 'person', row: 2, value: '9121234567', phone: '09121234567' as never, fields: { name: 'سارا' } },
    { kind: 'person', row: 4, value: '۰۹۱۲۱۲۳۴۵۶۸', phone: '09121234568' as never, fields: { city: 'تهران' } },
    { kind: 'person', row: 5, value: '9120000000', phone: '09120000000' as never, fields: { name: 'علی & co' } },
  ])
  expect(notes).toEqual(['Only the sheet "A" is read, not "B".'])
})

test('numbers, days and yes or no are written out as a person would', async () => {
  const cells = [
    1200000,
    xml('<c r="@"><v>0.30000000000000004</v></c>'),
    xml('<c r="@"><v>1.5E-7</v></c>'),
    xml('<c r="@" s="1"><v>46102</v></c>'),
    xml('<c r="@" s="2"><v>46102.604166666664</v></c>'),
    xml('<c r="@" s="1"><v>0.5</v></c>'),
    xml('<c r="@" s="3"><v>46102</v></c>'),
    xml('<c r="@" t="b"><v>1</v></c>'),
    xml('<c r="@" t="d"><v>2026-03-21T00:00:00</v></c>'),
  ]
  const day = ['2026-03-21', '2026-03-21 14:30', '12:00']
  expect(await fieldsOf(cells)).toEqual(['1200000', '0.3', '0.00000015', ...day, '46102', 'true', '2026-03-21'])
  expect(await fieldsOf([xml('<c r="@" s="1"><v>44640</v></c>')], true)).toEqual(['2026-03-21'])
})

test('a formula gives its stored result; without one its row is left out', async () => {
  expect(
    await fieldsOf([xml('<c r="@" t="str"><f>A1</f><v>x</v></c>'), xml('<c r="@"><f>1+1</f><v>2</v></c>')]),
  ).toEqual(['x', '2'])
  expect((await fieldsOf([xml('<c r="@"><f>1+1</f></c>')]))[0]).toStartWith(
    'column B "f0" is a formula without a stored result',
  )
  expect((await fieldsOf([xml('<c r="@" t="e"><f>1/0</f><v>#DIV/0!</v></c>')]))[0]).toStartWith(
    'column B "f0" is an error (#DIV/0!)',
  )
  const rows: PaperCell[][] = [
    ['phone'],
    [xml('<c r="@"><f>B1</f></c>')],
    [xml('<c r="@" t="str"><f>B1</f><v>09121234567</v></c>')],
  ]
  const { rows: people } = await readList('p.xlsx', workbookBytes({ rows }))
  expect(phonesOf(people)).toEqual([expect.stringMatching(/^2: the number is a formula/), '09121234567'])
})

test('places may be left out, and names may carry prefixes', async () => {
  const parts = workbookParts({ rows: [] })
  const sheet =
    '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>phone</x:t></x:is></x:c></x:row><x:row><x:c><x:v>9121234567</x:v></x:c></x:row></x:sheetData></x:worksheet>'
  const { rows } = await readList('p.xlsx', zipBytes({ ...parts, 'xl/worksheets/sheet1.xml': sheet }))
  expect(phonesOf(rows)).toEqual(['09121234567'])
})

const good = workbookBytes({ rows: [['phone'], ...Array.from({ length: 200 }, (_, n) => [`0912123${4000 + n}`])] })
const parts = workbookParts({ rows: [['phone'], ['09121234567']] })
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/** Says of its sheet that it is small. */
function lyingBomb(): Uint8Array {
  const bytes = Buffer.from(
    zipBytes({ ...parts, 'xl/styles.xml': '<styleSheet>'.padEnd(limits.partBytes + 1_000, ' ') }),
  )
  for (let at = 0; at < bytes.length - 30; at++) {
    const isEntry = bytes.readUInt32LE(at) === 0x02014b50
    if (isEntry && bytes.toString('latin1', at + 46, at + 59) === 'xl/styles.xml') bytes.writeUInt32LE(100, at + 24)
  }
  return bytes
}

function encrypted(): Uint8Array {
  const bytes = Buffer.from(good)
  for (let at = 0; at < bytes.length - 30; at++)
    if (bytes.readUInt32LE(at) === 0x02014b50) bytes.writeUInt16LE(1, at + 8)
  return bytes
}

test.each<readonly [string, string, string | Uint8Array, string]>([
  ['text', 'p.xlsx', 'phone\n09121234567\n', 'p.xlsx is no Excel workbook, whatever its ending says'],
  [
    'a page',
    'p.xls',
    '<html><table><tr><td>phone</td></tr></table>',
    'p.xls is a page saved with the ending of a workbook',
  ],
  [
    'the old format',
    'p.xls',
    new Uint8Array([...ole, ...Buffer.alloc(600)]),
    'p.xls is in the old Excel format (.xls)',
  ],
  [
    'a password',
    'p.xlsx',
    new Uint8Array([...ole, ...Buffer.alloc(600), ...Buffer.from('EncryptedPackage', 'utf16le')]),
    'p.xlsx has a password',
  ],
  ['a zip with a password', 'p.xlsx', encrypted(), 'p.xlsx has a password'],
  ['a workbook', 'p.csv', good, 'p.csv is a workbook or another zip file, whatever its ending says'],
  ['another ending', 'p.ods', good, 'p.ods ends with neither .csv nor .xlsx'],
  ['a PDF', 'p.csv', '%PDF-1.7\n', 'p.csv is a PDF'],
  ['another zip', 'p.xlsx', zipBytes({ 'hello.txt': 'hello' }), 'p.xlsx is a zip file but no Excel workbook'],
  ['half a workbook', 'p.xlsx', good.slice(0, good.length / 2), 'p.xlsx is cut off'],
  ['a workbook without its last bytes', 'p.xlsx', good.slice(0, -10), 'p.xlsx is cut off'],
  [
    'a sheet that is no XML',
    'p.xlsx',
    zipBytes({ ...parts, 'xl/worksheets/sheet1.xml': '<worksheet><row>' }),
    'p.xlsx is no sound workbook',
  ],
  [
    'entities that grow',
    'p.xlsx',
    zipBytes({ ...parts, 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>' }),
    'p.xlsx is no sound workbook',
  ],
  ['no sheet', 'p.xlsx', zipBytes({ ...parts, 'xl/workbook.xml': '<workbook/>' }), 'p.xlsx has no sheet with rows'],
  ['an empty sheet', 'p.xlsx', workbookBytes({ rows: [] }), 'p.xlsx has no rows'],
  [
    'a part that unpacks to too much',
    'p.xlsx',
    zipBytes({ ...parts, 'xl/styles.xml': '<styleSheet>'.padEnd(limits.partBytes + 1_000, ' ') }),
    'p.xlsx unpacks to more than 16 MB',
  ],
  ['one that does not say so', 'p.xlsx', lyingBomb(), 'p.xlsx unpacks to more than 16 MB'],
  [
    'a cell far out',
    'p.xlsx',
    zipBytes({
      ...parts,
      'xl/worksheets/sheet1.xml': '<worksheet><row r="1"><c r="XFD1"><v>1</v></c></row></worksheet>',
    }),
    `p.xlsx: row 1 has more than ${limits.columns} columns`,
  ],
])('%s where a workbook should be: %s is refused with what to do', async (_, name, content, says) => {
  const { fault, rows } = await readList(name, content)
  expect(fault).toStartWith(says)
  expect(rows).toEqual([])
})

test('bytes that changed in the middle are noticed, wherever they are', async () => {
  for (const at of [0.2, 0.4, 0.6, 0.8]) {
    const bytes = Buffer.from(good)
    bytes.fill(0x55, Math.floor(bytes.length * at), Math.floor(bytes.length * at) + 20)
    expect((await readList('p.xlsx', bytes)).fault).toMatch(/damaged|cut off|no sound workbook|no Excel workbook/)
  }
})

test('a file that is not there, or a folder, says so', async () => {
  const { openListFile } = await import('./list-file.ts')
  const open = (path: string): Promise<unknown> => openListFile(path, { country: 'IR' }, new AbortController().signal)
  expect(open('/nowhere/people.csv')).rejects.toThrow('/nowhere/people.csv is not there')
  expect(open('/tmp')).rejects.toThrow('tmp is a folder: name the file in it')
})
