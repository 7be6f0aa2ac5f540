import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { limits } from './limits.ts'
import { ListFault } from './list-fault.ts'

const textEndings = ['.csv', '.tsv', '.txt']
const workbookEndings = ['.xlsx', '.xlsm']

/** Whether a list is a text file or a workbook, by its ending, which must be true. Throws {@link ListFault} with what to do. */
export async function kindOfFile(path: string): Promise<'text' | 'workbook'> {
  await using file = await opened(path)
  const { size } = await file.stat()
  const name = basename(path)
  if (size === 0) throw new ListFault(`${name} is empty`)
  const head = await readAt(file, 0, 4_096)
  const ending = extname(path).toLowerCase()
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) throw await oldFormat(file, size, name)
  if (startsWith(head, [0x50, 0x4b])) {
    if (!workbookEndings.includes(ending)) throw zipByAnotherName(name, ending)
    return withinLimit(name, size, limits.workbookBytes, 'workbook')
  }
  if (workbookEndings.includes(ending) || ending === '.xls') throw noWorkbook(head, name)
  if (!textEndings.includes(ending)) {
    throw new ListFault(`${name} ends with neither .csv nor .xlsx: save the list as one of the two`)
  }
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46]))
    throw new ListFault(`${name} is a PDF: export the list as CSV or .xlsx`)
  return withinLimit(name, size, limits.textBytes, 'text')
}

async function opened(path: string): Promise<FileHandle> {
  const name = basename(path)
  try {
    const found = await stat(path) // before it is opened: a pipe would keep us waiting
    if (found.isDirectory()) throw new ListFault(`${name} is a folder: name the file in it`)
    if (!found.isFile()) throw new ListFault(`${name} is no ordinary file: save the list as one`)
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof ListFault) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') {
      throw new ListFault(`${path} is not there: give the path of a file, from the current folder or beginning with /`)
    }
    if (code === 'EACCES') throw new ListFault(`${name} may not be read by this user: give the right to read it`)
    throw new ListFault(`${name} cannot be read (${String(code)})`)
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

/** Excel puts a workbook with a password into the container of its old format. */
async function oldFormat(file: FileHandle, size: number, name: string): Promise<ListFault> {
  const mark = Buffer.from('EncryptedPackage', 'utf16le')
  const span = 4 * 1024 * 1024
  for (const from of [0, Math.max(0, size - span)]) {
    if (Buffer.from(await readAt(file, from, span)).includes(mark)) {
      return new ListFault(
        `${name} has a password: in Excel choose File, Info, Protect Workbook, Encrypt with Password, empty the box and save`,
      )
    }
  }
  return new ListFault(`${name} is in the old Excel format (.xls): in Excel choose Save As, Excel Workbook (.xlsx)`)
}

function zipByAnotherName(name: string, ending: string): ListFault {
  const isSpreadsheet = textEndings.includes(ending) || ending === '.xls'
  return new ListFault(
    isSpreadsheet
      ? `${name} is a workbook or another zip file, whatever its ending says: if it is a workbook, end its name with .xlsx`
      : `${name} ends with neither .csv nor .xlsx: save the list as one of the two`,
  )
}

function noWorkbook(head: Uint8Array, name: string): ListFault {
  const text = new TextDecoder('latin1').decode(head).toLowerCase()
  if (/<html|<table|<!doctype html|<\?xml/.test(text)) {
    return new ListFault(`${name} is a page saved with the ending of a workbook: open it in Excel and save it as .xlsx`)
  }
  return new ListFault(
    `${name} is no Excel workbook, whatever its ending says: open it in Excel and save it as .xlsx; if it is CSV, end its name with .csv`,
  )
}

function withinLimit<T extends 'text' | 'workbook'>(name: string, size: number, limit: number, kind: T): T {
  if (size <= limit) return kind
  const [is, most] = [size, limit].map((bytes) => Math.round(bytes / 1_000_000))
  throw new ListFault(
    `${name} has ${is} MB; a ${kind === 'text' ? 'CSV' : 'workbook'} may have ${most}: split the list`,
  )
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte)
}
