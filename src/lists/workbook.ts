import { isDateFormat } from './cell-style.ts'
import { limits } from './limits.ts'
import { ListFault } from './list-fault.ts'
import { sharedTexts } from './shared-texts.ts'
import { type XmlHandlers, XmlReader } from './xml.ts'
import type { ZipFile } from './zip-file.ts'

/** A workbook's first sheet and what is needed to read it. */
export interface Workbook {
  /** Its place in the zip. */
  readonly sheet: string
  readonly sheetName: string
  /** Names of the other sheets. */
  readonly otherSheets: readonly string[]
  /** Texts that cells name by number. */
  readonly texts: readonly string[]
  /** Styles by which a number is a day or an hour. */
  readonly dateStyles: ReadonlySet<number>
  readonly from1904: boolean
}

/** Reads all of a workbook but its sheets. */
export async function readWorkbook(zip: ZipFile, file: string, signal: AbortSignal): Promise<Workbook> {
  const read = (entry: string, handlers: Partial<XmlHandlers>): Promise<void> =>
    readPart(zip, file, entry, handlers, signal)
  const main =
    (await relations(read, zip, '')).find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (!zip.has(main)) throw new ListFault(`${file} is a zip file but no Excel workbook: save the list as .xlsx or CSV`)
  const sheets: { name: string; relation: string; hidden: boolean }[] = []
  let from1904 = false
  await read(main, {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attribute('date1904') ?? '')
      if (name !== 'sheet') return
      const hidden = (attribute('state') ?? 'visible') !== 'visible'
      sheets.push({ name: attribute('name') ?? '', relation: attribute('id') ?? '', hidden })
    },
  })
  const parts = await relations(read, zip, main)
  const visible = sheets.filter(({ hidden }) => !hidden)
  const [first] = visible
  const sheet = parts.find(({ id }) => id === first?.relation)?.target
  if (first === undefined || sheet === undefined || !zip.has(sheet)) {
    throw new ListFault(`${file} has no sheet with rows: put the list on its first sheet`)
  }
  const part = (type: string): string | undefined =>
    parts.find((each) => each.type === type && zip.has(each.target))?.target
  const [styles, texts] = [part('styles'), part('sharedStrings')]
  return {
    sheet,
    sheetName: first.name,
    otherSheets: visible.slice(1).map(({ name }) => name),
    texts: texts === undefined ? [] : await sharedTexts(zip.read(texts, limits.sharedTextBytes, signal), file),
    dateStyles: styles === undefined ? new Set() : await dateStyles(read, styles),
    from1904,
  }
}

type ReadPart = (entry: string, handlers: Partial<XmlHandlers>) => Promise<void>

async function readPart(
  zip: ZipFile,
  file: string,
  entry: string,
  handlers: Partial<XmlHandlers>,
  signal: AbortSignal,
): Promise<void> {
  const nothing = (): void => undefined
  const xml = new XmlReader(file, { open: nothing, close: nothing, text: nothing, ...handlers })
  for await (const bytes of zip.read(entry, limits.partBytes, signal)) xml.write(bytes)
  xml.end()
}

interface Relation {
  readonly id: string
  /** The last word of its type. */
  readonly type: string
  /** The part's place in the zip. */
  readonly target: string
}

/** What a part of the zip points to; '' is the zip itself. */
async function relations(read: ReadPart, zip: ZipFile, of: string): Promise<readonly Relation[]> {
  const folder = of.slice(0, of.lastIndexOf('/') + 1)
  const entry = `${folder}_rels/${of.slice(folder.length)}.rels`
  const found: Relation[] = []
  if (!zip.has(entry)) return found
  await read(entry, {
    open(name, attribute) {
      if (name !== 'Relationship') return
      const { pathname } = new URL(attribute('Target') ?? '', `file:///${folder}`)
      const type = (attribute('Type') ?? '').split('/').at(-1) ?? ''
      found.push({ id: attribute('Id') ?? '', type, target: decodeURIComponent(pathname).slice(1) })
    },
  })
  return found
}

async function dateStyles(read: ReadPart, entry: string): Promise<ReadonlySet<number>> {
  const codes = new Map<number, string>()
  const formats: number[] = []
  let inCells = false
  await read(entry, {
    open(name, attribute) {
      const id = Number(attribute('numFmtId') ?? 0)
      if (name === 'numFmt') codes.set(id, attribute('formatCode') ?? '')
      if (name === 'cellXfs') inCells = true
      if (name === 'xf' && inCells) formats.push(id)
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return new Set(formats.flatMap((id, style) => (isDateFormat(id, codes.get(id)) ? [style] : [])))
}
