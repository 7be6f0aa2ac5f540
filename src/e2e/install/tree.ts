import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Each path below a root with what it is: kind, mode, owner and, for files, what is in them. */
export type Tree = ReadonlyMap<string, string>

/** What comes and goes with running programs. */
const passing = /^\/(proc|dev|run|tmp|var\/(log|spool|run|cache)|box)(\/|$)|^\/var\/lib\/asterisk\/(astdb|keys)/
/** Never written to, and shared: its size says enough. */
const shared = /^\/(usr|opt\/ffmpeg)\//

/** Looks at everything below `root` that a running system leaves alone. */
export function lookAt(root: string): Tree {
  const seen = new Map<string, string>()
  const look = (path: string): void => {
    for (const name of readdirSync(join(root, path)).sort()) {
      const inside = `${path}/${name}`
      if (passing.test(inside)) continue
      const found = lstatSync(join(root, inside))
      const who = `${(found.mode & 0o7777).toString(8)} ${found.uid}:${found.gid}`
      if (found.isSymbolicLink()) seen.set(inside, `link ${readlinkSync(join(root, inside))}`)
      else if (found.isDirectory()) {
        seen.set(inside, `folder ${who}`)
        look(inside)
      } else if (found.isFile()) {
        const what = shared.test(inside) ? found.size : hashOf(join(root, inside))
        seen.set(inside, `file ${who} ${what}`)
      }
    }
  }
  look('')
  return seen
}

/** What came (`+`), went (`-`) and changed (`~`), by path. */
export function differences(before: Tree, after: Tree): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)]
    if (was === is) return []
    return [`${was === undefined ? '+' : is === undefined ? '-' : '~'} ${path}`]
  })
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
