import { dateText, numberText } from './cell-style.ts'
import { limits } from './limits.ts'
import { ListFault } from './list-fault.ts'
import type { Cell, Row } from './row.ts'
import { unescaped } from './shared-texts.ts'
import type { Workbook } from './workbook.ts'
import { XmlReader } from './xml.ts'

/** The rows of a sheet that have cells, piece by piece. */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  workbook: Workbook,
  file: string,
): AsyncGenerator<Row> {
  const sheet = new Sheet(workbook, file)
  for await (const piece of bytes) {
    sheet.xml.write(piece)
    yield* sheet.take()
  }
  sheet.xml.end()
  yield* sheet.take()
}

/** Where the reading of a sheet stands. */
class Sheet {
  readonly xml: XmlReader
  readonly #workbook: Workbook
  readonly #file: string
  #rows: Row[] = []
  #number = 0
  #cells: Cell[] = []
  #column = -1
  #type = 'n'
  #style = 0
  #text = ''
  #hasFormula = false
  #isValue = false
  #beside = 0

  constructor(workbook: Workbook, file: string) {
    this.#workbook = workbook
    this.#file = file
    this.xml = new XmlReader(file, {
      open: (name, attribute) => this.#open(name, attribute),
      close: (name) => this.#close(name),
      text: (text) => {
        if (this.#isValue && this.#text.length < limits.rowLength) this.#text += text
      },
    })
  }

  /** The rows that are complete since it was last asked. */
  take(): readonly Row[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  #open(name: string, attribute: (name: string) => string | undefined): void {
    switch (name) {
      case 'row':
        this.#number = Number(attribute('r') ?? this.#number + 1)
        this.#cells = []
        this.#column = -1
        return
      case 'c':
        this.#column = columnOf(attribute('r')) ?? this.#column + 1
        if (this.#column >= limits.columns) throw this.#tooWide()
        this.#type = attribute('t') ?? 'n'
        this.#style = Number(attribute('s') ?? 0)
        this.#text = ''
        this.#hasFormula = false
        return
      case 'f':
        this.#hasFormula = true
        return
      case 'rPh':
        this.#beside++
        return
      default:
        this.#isValue = name === 'v' || (name === 't' && this.#beside === 0)
    }
  }

  #close(name: string): void {
    this.#isValue = false
    if (name === 'rPh') this.#beside--
    if (name === 'c') this.#put(this.#cell())
    if (name === 'row') this.#rows.push({ number: this.#number, cells: this.#cells })
  }

  #put(cell: Cell): void {
    while (this.#cells.length < this.#column) this.#cells.push('')
    this.#cells[this.#column] = cell
  }

  #cell(): Cell {
    const text = this.#text
    if (this.#hasFormula && text === '' && this.#type !== 'str') {
      return broken('', 'is a formula without a stored result: open the file in Excel and save it, or paste the values')
    }
    switch (this.#type) {
      case 's':
        if (text === '') return ''
        return this.#workbook.texts[Number(text)] ?? broken(text, 'names a text the workbook does not have')
      case 'inlineStr':
      case 'str':
        return unescaped(text)
      case 'b':
        return text === '1' ? 'true' : 'false'
      case 'e':
        return broken(text, `is an error (${text}): put the value in its place`)
      case 'd':
        return text.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
      default:
        if (text === '') return ''
        return this.#workbook.dateStyles.has(this.#style)
          ? dateText(Number(text), this.#workbook.from1904)
          : numberText(text)
    }
  }

  #tooWide(): ListFault {
    return new ListFault(
      `${this.#file}: row ${this.#number} has more than ${limits.columns} columns: remove those that are not needed`,
    )
  }
}

function broken(shown: string, because: string): Cell {
  return { shown, because }
}

/** The column of a place as `BC12`, from 0. */
function columnOf(place: string | undefined): number | undefined {
  let column = 0
  for (const char of place ?? '') {
    const letter = char.charCodeAt(0) - 64
    if (letter < 1 || letter > 26) break
    column = column * 26 + letter
  }
  return column === 0 ? undefined : column - 1
}
