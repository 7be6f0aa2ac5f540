import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** Owner and mode of a file that is made. */
export interface NewFile {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** The file's text; empty where there is none. */
export function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/**
 * Replaces a file's text at once, whole or not at all; owner and mode stay, and a link stays a link. A new file belongs
 * to whoever its folder belongs to unless told otherwise.
 */
export function replaceText(file: string, text: string, asNew?: NewFile): void {
  const path = existsSync(file) ? realpathSync(file) : file
  mkdirSync(dirname(path), { recursive: true })
  const { uid, gid, mode } = existsSync(path) ? statSync(path) : (asNew ?? likeFolder(dirname(path)))
  const draft = join(dirname(path), `.salehi-${process.pid}.new`)
  try {
    writeFileSync(draft, text, { mode: 0o600 })
    chownSync(draft, uid, gid)
    chmodSync(draft, mode & 0o7777)
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
}

function likeFolder(folder: string): NewFile {
  const { uid, gid } = statSync(folder)
  return { uid, gid, mode: 0o640 }
}
