import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { blockSize, padding, tarHeader } from './tar-header.ts'

/** A file as it went into an archive. */
export interface Packed {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Of its content, in hexadecimal digits. */
  readonly sha256: string
}

const pieceBytes = 1 << 20

/** Writes an archive into an open file, one plain file after another; `tar -xf` opens it. */
export class TarWriter {
  readonly #file: FileHandle
  /** Seconds since 1970: the time every file in it has. */
  readonly #mtime: number

  constructor(file: FileHandle, madeAtMs: number) {
    this.#file = file
    this.#mtime = madeAtMs / 1_000
  }

  /** Adds a file from the disk, of the size it has now; one that shrinks meanwhile is an error. */
  async addFile(name: string, path: string, signal: AbortSignal): Promise<Packed> {
    await using source = await open(path, 'r')
    const { size } = await source.stat()
    await this.#file.write(tarHeader({ name, size, mode: 0o600, mtime: this.#mtime }))
    const hash = createHash('sha256')
    const piece = new Uint8Array(Math.min(pieceBytes, Math.max(1, size)))
    for (let left = size; left > 0; ) {
      signal.throwIfAborted()
      const { bytesRead } = await source.read(piece, 0, Math.min(left, piece.length))
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`)
      const bytes = piece.subarray(0, bytesRead)
      hash.update(bytes)
      await this.#file.write(bytes)
      left -= bytesRead
    }
    await this.#pad(size)
    return { path: name, size, sha256: hash.digest('hex') }
  }

  /** Adds a file with this content. */
  async addText(name: string, text: string): Promise<Packed> {
    const bytes = new TextEncoder().encode(text)
    await this.#file.write(tarHeader({ name, size: bytes.length, mode: 0o600, mtime: this.#mtime }))
    await this.#file.write(bytes)
    await this.#pad(bytes.length)
    return { path: name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  }

  /** Writes the end; nothing may be added after it. */
  async end(): Promise<void> {
    await this.#file.write(new Uint8Array(2 * blockSize))
  }

  async #pad(size: number): Promise<void> {
    const missing = padding(size)
    if (missing > 0) await this.#file.write(new Uint8Array(missing))
  }
}
