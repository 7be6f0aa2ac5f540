import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { ListFault } from './list-fault.ts'

/** One file in a zip, as its directory describes it. */
interface Entry {
  readonly name: string
  readonly encrypted: boolean
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  /** Where its local header begins. */
  readonly offset: number
}

const endMark = 0x06054b50
const end64Mark = 0x06064b50
const end64LocatorMark = 0x07064b50
const entryMark = 0x02014b50
const localMark = 0x04034b50
const directoryLimit = 4 * 1024 * 1024

/** A zip file, read where it lies: nothing of it is in memory but its directory. Throws {@link ListFault} where it is no whole zip. */
export class ZipFile implements AsyncDisposable {
  readonly #path: string
  readonly #name: string
  readonly #file: FileHandle
  readonly #entries: ReadonlyMap<string, Entry>

  private constructor(path: string, name: string, file: FileHandle, entries: readonly Entry[]) {
    this.#path = path
    this.#name = name
    this.#file = file
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]))
  }

  static async open(path: string, name: string): Promise<ZipFile> {
    const file = await open(path, 'r')
    try {
      return new ZipFile(path, name, file, await readDirectory(file, name))
    } catch (error) {
      await file.close()
      throw error instanceof RangeError ? cutOff(name) : error
    }
  }

  has(entry: string): boolean {
    return this.#entries.has(entry)
  }

  /** The bytes of a file in it, at most `limit` of them, checked against its sum at the end. */
  async *read(entryName: string, limit: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(entryName)
    if (entry === undefined) throw damaged(this.#name)
    if (entry.encrypted) throw new ListFault(`${this.#name} has a password: save it without one`)
    if (entry.method !== 0 && entry.method !== 8) throw damaged(this.#name)
    if (entry.unpacked > limit) throw this.#tooLarge(limit)
    let unpacked = 0
    let sum = 0
    for await (const bytes of await this.#bytes(entry, signal)) {
      unpacked += bytes.length
      if (unpacked > limit) throw this.#tooLarge(limit)
      sum = crc32(bytes, sum)
      yield bytes
    }
    if (unpacked !== entry.unpacked || sum !== entry.crc) throw damaged(this.#name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
  }

  async #bytes(entry: Entry, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    if (entry.packed === 0) return Readable.from([])
    const header = await readAt(this.#file, entry.offset, 30)
    if (header.length < 30 || header.readUInt32LE(0) !== localMark) throw damaged(this.#name)
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    const source = createReadStream(this.#path, { start, end: start + entry.packed - 1, signal })
    if (entry.method === 0) return source
    const inflated = createInflateRaw()
    pipeline(source, inflated, () => undefined) // a fault reaches whoever reads what is inflated
    return this.#undamaged(inflated, signal)
  }

  async *#undamaged(inflated: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      yield* inflated
    } catch (error) {
      signal.throwIfAborted()
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      throw /^Z_|^ERR_/.test(code) ? damaged(this.#name) : error
    }
  }

  #tooLarge(limit: number): ListFault {
    const megabytes = Math.round(limit / 1_000_000)
    return new ListFault(
      `${this.#name} unpacks to more than ${megabytes} MB, which no list needs: split it, or save it as CSV`,
    )
  }
}

async function readDirectory(file: FileHandle, name: string): Promise<readonly Entry[]> {
  const { size } = await file.stat()
  const tailStart = Math.max(0, size - 65_557)
  const tail = await readAt(file, tailStart, size - tailStart)
  let at = tail.length - 22
  while (at >= 0 && tail.readUInt32LE(at) !== endMark) at--
  if (at < 0) throw cutOff(name)
  const place = { length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) }
  const { length, offset } = place.offset === 0xffffffff ? await place64(file, tail, at, name) : place
  if (length > directoryLimit || offset + length > size) throw damaged(name)
  return entriesOf(await readAt(file, offset, length))
}

/** Of a zip in the larger form. */
async function place64(
  file: FileHandle,
  tail: Buffer,
  end: number,
  name: string,
): Promise<{ readonly length: number; readonly offset: number }> {
  if (end < 20 || tail.readUInt32LE(end - 20) !== end64LocatorMark) throw damaged(name)
  const record = await readAt(file, Number(tail.readBigUInt64LE(end - 12)), 56)
  if (record.length < 56 || record.readUInt32LE(0) !== end64Mark) throw damaged(name)
  return { length: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)) }
}

function entriesOf(directory: Buffer): readonly Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === entryMark; ) {
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    const large = largeFields(directory.subarray(nameEnd, extraEnd))
    const field = (position: number): number => {
      const value = directory.readUInt32LE(at + position)
      return value === 0xffffffff ? (large.shift() ?? value) : value
    }
    const unpacked = field(24)
    const packed = field(20)
    entries.push({
      name: directory.toString('utf8', at + 46, nameEnd).replaceAll('\\', '/'),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed,
      unpacked,
      offset: field(42),
    })
    at = extraEnd + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** Sizes and places that did not fit their fields, in the order of those. */
function largeFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      const values: number[] = []
      for (let from = at + 4; from + 8 <= Math.min(end, extra.length); from += 8) {
        values.push(Number(extra.readBigUInt64LE(from)))
      }
      return values
    }
    at = end
  }
  return []
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function cutOff(name: string): ListFault {
  return new ListFault(`${name} is cut off: its end is missing. Copy or download it once more`)
}

function damaged(name: string): ListFault {
  return new ListFault(`${name} is damaged: copy or download it once more, or open it in Excel and save it anew`)
}
