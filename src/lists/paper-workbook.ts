import { crc32, deflateRawSync } from 'node:zlib'

/** A cell as a test writes it: a text (shared), a number, or XML as it stands in the sheet with `@` for its place. */
export type PaperCell = string | number | { readonly xml: string }

export interface PaperWorkbook {
  readonly rows: readonly (readonly PaperCell[])[]
  /** Names of the sheets; the rows are on the first. */
  readonly sheets?: readonly string[]
  readonly from1904?: boolean
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** An .xlsx file as Excel writes it, for tests. Style 1 is a day, 2 a day by the workbook's own format, 3 a sum of money. */
export function workbookBytes(workbook: PaperWorkbook): Uint8Array {
  return zipBytes(workbookParts(workbook))
}

/** The files in it, for those who want to spoil one. */
export function workbookParts({ rows, sheets = ['Sheet1'], from1904 = false }: PaperWorkbook): Record<string, string> {
  const texts: string[] = []
  const sheet = rows.map((cells, row) => rowXml(cells, row + 1, texts)).join('')
  const relation = (id: number, type: string, target: string): string =>
    `<Relationship Id="rId${id}" Type="${office}/${type}" Target="${target}"/>`
  const relations = (...all: readonly string[]): string =>
    `${xmlHead}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`
  const named = sheets.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
  return {
    '_rels/.rels': relations(relation(1, 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${named.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ...sheets.map((_, index) => relation(index + 1, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
      relation(90, 'styles', 'styles.xml'),
      relation(91, 'sharedStrings', '/xl/sharedStrings.xml'),
    ),
    'xl/styles.xml':
      `${xmlHead}<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="164" formatCode="[$-fa-IR]yyyy/mm/dd"/>` +
      '<numFmt numFmtId="165" formatCode="#,##0 &quot;ریال&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `${xmlHead}<sst xmlns="${main}">${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `${xmlHead}<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    ...Object.fromEntries(
      sheets.slice(1).map((_, index) => [`xl/worksheets/sheet${index + 2}.xml`, `<worksheet xmlns="${main}"/>`]),
    ),
  }
}

/** Files as one zip. */
export function zipBytes(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const packed = deflateRawSync(bytes)
    const label = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(label.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, place, label)
    const local = [Buffer.from([0x50, 0x4b, 3, 4]), fields, label, packed]
    parts.push(...local)
    offset += local.reduce((sum, part) => sum + part.length, 0)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}

function rowXml(cells: readonly PaperCell[], row: number, texts: string[]): string {
  const inner = cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${row}`, texts))
  return `<row r="${row}">${inner.join('')}</row>`
}

function cellXml(cell: PaperCell, place: string, texts: string[]): string {
  if (typeof cell === 'object') return cell.xml.replaceAll('@', place)
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (cell === '') return ''
  texts.push(cell)
  return `<c r="${place}" t="s"><v>${texts.length - 1}</v></c>`
}

function escaped(text: string): string {
  const marked = text.replace(/_(?=x[0-9a-f]{4})/gi, '_x005F_').replaceAll('\r', '_x000D_')
  return marked.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
