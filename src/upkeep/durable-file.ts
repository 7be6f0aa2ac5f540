import { chown, type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a file that is there whole or not at all: written under another name beside it, brought to the disk, renamed.
 * What fails leaves nothing behind.
 */
export async function writeWhole<T>(path: string, mode: number, write: (file: FileHandle) => Promise<T>): Promise<T> {
  const part = `${path}.part`
  await rm(part, { force: true })
  try {
    const result = await written(part, mode, write)
    await rename(part, path)
    await syncFolder(dirname(path))
    return result
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function written<T>(part: string, mode: number, write: (file: FileHandle) => Promise<T>): Promise<T> {
  await using file = await open(part, 'wx', mode)
  await file.chmod(mode) // whatever the umask
  const result = await write(file)
  await file.sync()
  return result
}

/** Brings a file's content to the disk. */
export async function syncFile(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}

/** Brings what was made, renamed or removed in a folder to the disk. */
export async function syncFolder(dir: string): Promise<void> {
  await syncFile(dir)
}

/** Gives a file the owner another has; root alone can, and for anyone else it is theirs already. */
export async function ownLike(path: string, like: string): Promise<void> {
  const { uid, gid } = await stat(like)
  const mine = await stat(path)
  if (mine.uid !== uid || mine.gid !== gid) await chown(path, uid, gid).catch(notPermitted)
}

function notPermitted(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
}
