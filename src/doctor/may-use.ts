import { constants, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { User } from './users.ts'

/** What keeps a user from a folder; `missing`: it is not there. */
export type Hindrance =
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'no_folder'; readonly path: string }
  | { readonly kind: 'forbidden'; readonly path: string; readonly what: 'enter' | 'read' | 'write' }

const { S_IRUSR, S_IWUSR, S_IXUSR } = constants

/** Whether a user may go into a folder, read it and, where asked, write it; undefined when they may. By mode and owner, which root too is told. */
export function hindranceTo(folder: string, user: User, wants: 'read' | 'write'): Hindrance | undefined {
  for (const path of pathTo(folder)) {
    const found = looked(path)
    if (found === 'hidden') return { kind: 'forbidden', path: dirname(path), what: 'enter' }
    if (found === undefined) return { kind: 'missing', path }
    if (!found.isDirectory()) return { kind: 'no_folder', path }
    if (!may(found, user, S_IXUSR)) return { kind: 'forbidden', path, what: 'enter' }
  }
  const found = statSync(folder)
  if (!may(found, user, S_IRUSR)) return { kind: 'forbidden', path: folder, what: 'read' }
  if (wants === 'write' && !may(found, user, S_IWUSR)) return { kind: 'forbidden', path: folder, what: 'write' }
  return undefined
}

/** `hidden` where not even we may look. */
function looked(path: string): Stats | 'hidden' | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EACCES') return 'hidden'
    if (code === 'ENOTDIR') return undefined
    throw error
  }
}

/** From the root down. */
function pathTo(folder: string): readonly string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [...pathTo(above), folder]
}

/** Owner, then group, then others: the first that fits decides, as in the kernel. */
function may({ mode, uid, gid }: Stats, user: User, owners: number): boolean {
  if (user.uid === 0) return true
  if (uid === user.uid) return (mode & owners) !== 0
  if (user.groups.has(gid)) return (mode & (owners >> 3)) !== 0
  return (mode & (owners >> 6)) !== 0
}
