import { existsSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Finding, fault } from './finding.ts'
import type { FixName } from './fixes/fix.ts'
import { type Hindrance, hindranceTo } from './may-use.ts'
import type { User } from './users.ts'

/** Who must be able to do what in a folder. */
export interface Use {
  readonly who: string
  readonly user: User
  readonly wants: 'read' | 'write'
}

/** A folder that a setting names. */
export interface NamedFolder {
  readonly setting: 'AST_SOUND_DIR' | 'AST_RECORDING_DIR' | 'DATA_DIR'
  readonly path: string
  readonly fix?: FixName
}

/** What keeps one of them from it, as a finding; undefined when nothing does. */
export function keptFrom({ setting, path, fix }: NamedFolder, uses: readonly Use[]): Finding | undefined {
  for (const { who, user, wants } of uses) {
    const found = hindranceTo(path, user, wants)
    if (found === undefined) continue
    const advice = `sudo mkdir -p ${path} && sudo chown ${user.name}: ${path} && sudo chmod u+rwx ${path}`
    // What stands above the folder is not ours to open.
    const above = found.kind !== 'missing' && found.path !== path
    return above
      ? fault(`${setting}: ${words(found, who)}`, `let ${user.name} into ${found.path}: sudo chmod o+x ${found.path}`)
      : fault(`${setting}: ${words(found, who)}`, found.kind === 'no_folder' ? `make ${path} a folder` : advice, fix)
  }
  return undefined
}

function words(found: Hindrance, who: string): string {
  switch (found.kind) {
    case 'missing':
      return `${found.path} is not there`
    case 'no_folder':
      return `${found.path} is no folder`
    case 'forbidden':
      return `${who} may not ${found.what} ${found.path}`
    default:
      return found satisfies never
  }
}

/** Whether two paths are one folder. */
export function isSame(one: string, other: string): boolean {
  return real(one) === real(other)
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path
}

/** The nearest folder above that is there. */
export function existingAbove(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingAbove(dirname(path))
}
