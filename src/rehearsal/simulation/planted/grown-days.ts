import { join, resolve } from 'node:path'
import type { Violation } from '../check.ts'
import type { PlantedFault } from './planted-fault.ts'

/** A source file, what stands in it exactly once, and what is put in its place. */
export interface Planted {
  readonly path: string
  readonly find: string
  readonly put: string
}

/** Days to be played one after another until a promise is broken. */
export interface DaysOrder {
  /** Absent: the product as it is. */
  readonly planted?: Planted
  readonly days: readonly { readonly seed: number; readonly contacts: number }[]
}

/** The first promise broken, and on the day of which seed. */
export interface Caught extends Violation {
  readonly seed: number
}

/** Longest a process that plays days may take: a planted fault may let one run for ever. */
const longestMs = 300_000
const sources = resolve(import.meta.dir, '../../..')

/**
 * Plays days in a process of their own, in which that one source text reads otherwise; undefined when no promise was
 * broken. Throws when the text does not stand there exactly once, and when the process does not end as it should.
 */
export async function playGrown(
  fault: Pick<PlantedFault, 'file' | 'find' | 'put'> | undefined,
  days: DaysOrder['days'],
): Promise<Caught | undefined> {
  const order: DaysOrder = { days, ...(fault === undefined ? {} : { planted: plantedIn(fault) }) }
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'grow.ts')], {
    stdin: new Blob([JSON.stringify(order)]),
    stdout: 'pipe',
    stderr: 'pipe',
    timeout: longestMs,
  })
  const [said, complaint] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  if (child.exitCode !== 0)
    throw new Error(`the days could not be played to their end: ${complaint || child.signalCode}`)
  return said === '' ? undefined : (JSON.parse(said) as Caught)
}

function plantedIn({ file, find, put }: Pick<PlantedFault, 'file' | 'find' | 'put'>): Planted {
  return { path: join(sources, file), find, put }
}
