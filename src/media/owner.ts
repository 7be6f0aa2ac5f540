import { chmod, chown } from 'node:fs/promises'

/** A user of this machine. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** The user of that name in a passwd file; undefined when there is none. */
export async function ownerNamed(name: string, passwdFile: string): Promise<Owner | undefined> {
  const file = Bun.file(passwdFile)
  if (!(await file.exists())) return undefined
  for (const line of (await file.text()).split('\n')) {
    const [user, , uid, gid] = line.split(':')
    if (user === name && uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  return undefined
}

/**
 * Makes a path readable by everyone and, where that is allowed, the owner's. Not being allowed is no fault: a file
 * anyone may read is played whoever owns it.
 */
export async function handOver(path: string, mode: number, owner: Owner | undefined): Promise<void> {
  await chmod(path, mode)
  if (owner === undefined) return
  try {
    await chown(path, owner.uid, owner.gid)
  } catch (error) {
    if (!isDenied(error)) throw error
  }
}

/** Whether the operating system refused for want of permission. */
export function isDenied(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EPERM' || code === 'EACCES' || code === 'EROFS'
}
