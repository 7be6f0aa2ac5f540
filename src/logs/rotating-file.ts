import { closeSync, fchmodSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

export interface RotatingFileOptions {
  readonly maxBytes: number
  /** Files kept beside the current one: `name.1` (newest) to `name.<backups>`. */
  readonly backups: number
}

/** A text file only its owner and group may read (0640), turned over when full. Every append is on its way to the disk. */
export class RotatingFile {
  readonly #path: string
  readonly #options: RotatingFileOptions

  constructor(path: string, options: RotatingFileOptions) {
    this.#path = path
    this.#options = options
  }

  /** Adds whole lines. Throws what the file system says. */
  append(lines: readonly string[]): void {
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
    const fd = this.#open()
    try {
      const { size } = fstatSync(fd)
      if (size === 0 || size + bytes.length <= this.#options.maxBytes) {
        writeSync(fd, bytes)
        return
      }
    } finally {
      closeSync(fd)
    }
    this.#turnOver()
    this.append(lines)
  }

  #open(): number {
    const fd = openSync(this.#path, 'a', 0o640)
    fchmodSync(fd, 0o640) // whatever the umask, and a file somebody made by hand
    return fd
  }

  #turnOver(): void {
    const paths = [this.#path, ...this.#backupPaths()]
    for (let index = paths.length - 1; index > 0; index--) {
      renameIfThere(paths[index - 1] as string, paths[index] as string)
    }
  }

  #backupPaths(): readonly string[] {
    return Array.from({ length: this.#options.backups }, (_, index) => `${this.#path}.${index + 1}`)
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
