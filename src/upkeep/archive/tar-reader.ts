import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { blockSize, padding, readTarHeader, type TarEntry } from './tar-header.ts'
import type { Packed } from './tar-writer.ts'

/** Takes the content of one file of an archive, piece by piece. */
export interface Sink extends AsyncDisposable {
  write(bytes: Uint8Array): Promise<void>
}

const pieceBytes = 1 << 20
/** A file held in memory; more than any manifest has. */
const mostText = 32 * 1024 * 1024

/**
 * Reads an archive from its beginning to its end; `sinkOf` says where each file goes, undefined for one that is only
 * looked at. Returns every file with the hash of what was read. Throws where the archive is damaged or cut short.
 */
export async function readTar(
  path: string,
  sinkOf: (entry: TarEntry) => Promise<Sink | undefined>,
  signal: AbortSignal,
): Promise<readonly Packed[]> {
  await using file = await open(path, 'r')
  const found: Packed[] = []
  for (;;) {
    signal.throwIfAborted()
    const entry = readTarHeader(await exactly(file, blockSize))
    if (entry === undefined) return found
    const hash = createHash('sha256')
    {
      await using sink = await sinkOf(entry)
      for (let left = entry.size; left > 0; ) {
        signal.throwIfAborted()
        const bytes = await exactly(file, Math.min(left, pieceBytes))
        hash.update(bytes)
        await sink?.write(bytes)
        left -= bytes.length
      }
    }
    const rest = padding(entry.size)
    if (rest > 0) await exactly(file, rest)
    found.push({ path: entry.name, size: entry.size, sha256: hash.digest('hex') })
  }
}

/** A sink that keeps what it is given as text. */
export class TextSink implements Sink {
  readonly #pieces: Uint8Array[] = []
  #size = 0

  write(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.length
    if (this.#size > mostText) return Promise.reject(new Error('a text in it is far too long'))
    this.#pieces.push(bytes)
    return Promise.resolve()
  }

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve()
  }
}

async function exactly(file: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, size - at)
    if (bytesRead === 0) throw new Error('it is cut short')
    at += bytesRead
  }
  return bytes
}
