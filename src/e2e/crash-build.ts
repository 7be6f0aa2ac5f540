import { join } from 'node:path'
import type { BunPlugin } from 'bun'
import { buildExecutable } from '../../build.ts'

/** The name, below `dist`, of the executable that dies where it is told. */
export const crashingName = 'salehi-crashing'

/** The executable {@link buildCrashing} makes. */
export const crashing = join(import.meta.dir, '..', '..', 'dist', crashingName)

/** The first bytes of every variable the dying executable obeys; the product must not know them. */
export const crashVariables = 'SALEHI_CRASH_'

/**
 * What stands in the place of `src/kernel/crash-point.ts`. `SALEHI_CRASH_AT=store.record.commit#3` kills the process, as
 * `kill -9` would, where it passes that point for the third time. `SALEHI_CRASH_LIST=FILE` writes a line for each point
 * passed.
 */
const crashPoint = `
import { appendFileSync } from 'node:fs'

const [target, nth = '1'] = (process.env['${crashVariables}AT'] ?? '').split('#')
const list = process.env['${crashVariables}LIST']
const passed = new Map()

export function crashPoint(name) {
  const times = (passed.get(name) ?? 0) + 1
  passed.set(name, times)
  if (list !== undefined) appendFileSync(list, name + '\\n')
  if (name === target && times === Number(nth)) process.kill(process.pid, 'SIGKILL')
}
`

/** Builds {@link crashing}: the product, but for the one module. */
export async function buildCrashing(): Promise<void> {
  let replaced = 0
  const replace: BunPlugin = {
    name: 'crash-point',
    setup(build) {
      build.onLoad({ filter: /src\/kernel\/crash-point\.ts$/ }, () => {
        replaced++
        return { loader: 'js', contents: crashPoint }
      })
    },
  }
  await buildExecutable(crashingName, [replace])
  if (replaced !== 1) throw new Error('src/kernel/crash-point.ts is not part of the executable: nothing would crash')
}

if (import.meta.main) await buildCrashing()
