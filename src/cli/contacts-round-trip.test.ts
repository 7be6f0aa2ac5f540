import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Random, seededRandom } from '../kernel/random.ts'
import { csvLine } from '../lists/csv-line.ts'
import { type PaperCell, workbookBytes } from '../lists/paper-workbook.ts'
import { contactsCommand } from './contacts.ts'
import { PaperTerminal } from './paper-terminal.ts'

const letters = [
  'آ',
  'ب',
  'ی',
  '\u200c',
  '۱',
  'a',
  'Z',
  '7',
  ' ',
  ',',
  ';',
  '\t',
  '"',
  "'",
  '=',
  '+',
  '-',
  '@',
  '\n',
  '\r\n',
  '😀',
  '&',
  '<',
  '_x0041',
]
const fields = ['name', 'due_date', 'مبلغ_وام', 'سن', 'note', '_2nd', 'number', 'tel']
const zones = ['', '', 'Asia/Tehran', 'Europe/Berlin']

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)] as T
}

function text(random: Random): string {
  return Array.from({ length: Math.floor(random() * 12) }, () => pick(letters, random)).join('')
}

/** A table as its owner might have written it: the names first. */
function table(random: Random): readonly (readonly string[])[] {
  const chosen = fields.filter(() => random() < 0.5)
  const width = chosen.length
  const people = Array.from({ length: 1 + Math.floor(random() * 30) }, (_, index) => [
    `0912${String(1_000_000 + index * 37)}`,
    ...Array.from({ length: width }, () => text(random)),
    pick(zones, random),
  ])
  // salehi_state says that "phone" is the number, even beside a field "tel".
  return [['phone', ...chosen, 'zone', 'salehi_state'], ...people]
}

async function exported(
  name: string,
  content: string | Uint8Array,
): Promise<{ readonly csv: string; readonly told: string }> {
  using terminal = new PaperTerminal()
  writeFileSync(join(terminal.folder, name), content)
  expect(await terminal.run(contactsCommand, 'import', name)).toBe(0)
  const told = terminal.out
  await terminal.run(contactsCommand, 'export', 'out.csv')
  return { csv: readFileSync(join(terminal.folder, 'out.csv'), 'utf8'), told }
}

test('what is exported and imported again is exported the same, from CSV and from a workbook, whatever stands in it', async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const rows = table(seededRandom(seed))
    const csv = await exported('people.csv', rows.map(csvLine).join('\r\n'))
    expect(csv.told, `seed ${seed}`).toContain(`${rows.length - 1} `)
    expect(csv.told, `seed ${seed}`).not.toContain('left out')
    const again = await exported('again.csv', csv.csv)
    expect(again.csv, `seed ${seed}`).toBe(csv.csv)
    const cells: readonly (readonly PaperCell[])[] = rows
    const workbook = await exported('people.xlsx', workbookBytes({ rows: cells }))
    const ofCsv = await exported('people.csv', rows.map((row) => row.map(quoted).join(',')).join('\r\n'))
    expect(workbook.csv, `seed ${seed}`).toBe(ofCsv.csv)
  }
}, 60_000)

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}
