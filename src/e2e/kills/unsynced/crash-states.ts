import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../../kernel/random.ts'
import { tryRun } from '../../rig/command.ts'
import { Disk, type Loss, losses } from './disk.ts'
import { judge } from './judge.ts'
import { type FileEvent, fileEvents, tracedCalls } from './trace.ts'
import { World } from './world.ts'
import type { PlantedFault } from './writer.ts'

/** A series of simulated power failures. */
export interface Simulation {
  /** How many. */
  readonly crashes: number
  /** How many calls are recorded meanwhile. */
  readonly calls: number
  readonly seed: number
  readonly fault?: PlantedFault
}

/** What came of them. */
export interface Simulated {
  readonly crashes: ReadonlyMap<Loss, number>
  /** How many happened while some write was not sure. */
  readonly unsure: number
  /** How often the files were synced in the whole run, and how many effects the world saw. */
  readonly syncs: number
  readonly effects: number
  /** What was lost or doubled, with where; at most a hundred. */
  readonly faults: readonly string[]
  /** How many crashes had a fault. */
  readonly faulty: number
}

/** A file system in memory. */
const memory = '/dev/shm'

/** Records what a writing process does to its files, then lets the power fail at random instants of it, and judges each. */
export async function simulate(plan: Simulation, signal: AbortSignal): Promise<Simulated> {
  const folder = mkdtempSync(join(tmpdir(), 'salehi-unsynced-'))
  // What a sync does is simulated; that it was asked for is all that counts, and memory answers at once.
  const data = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'salehi-unsynced-'))
  try {
    const trace = await traced(folder, data, plan, signal)
    return failAt([...fileEvents(trace, data, join(folder, 'markers'))], join(data, 'found'), plan)
  } finally {
    for (const each of [folder, data]) rmSync(each, { recursive: true, force: true })
  }
}

async function traced(
  folder: string,
  data: string,
  { seed, calls, fault = 'none' }: Simulation,
  signal: AbortSignal,
): Promise<string> {
  const [trace, markers] = [join(folder, 'trace'), join(folder, 'markers')]
  const database = join(data, 'salehi.db')
  const seen = [database, `${database}-wal`, `${database}-journal`, markers].flatMap((path) => ['-P', path])
  const strace = ['strace', '-f', '-qq', '--seccomp-bpf', '-y', '-xx', '-s', '1048576', '-o', trace]
  const writer = [process.execPath, join(import.meta.dir, 'writer.ts'), database, markers]
  const argv = [...strace, '-e', `trace=${tracedCalls}`, ...seen, ...writer, String(seed), String(calls), fault]
  const { stderr } = await tryRun(argv, {}, signal)
  const file = Bun.file(trace)
  if (stderr !== '' || !(await file.exists()) || file.size === 0) {
    throw new Error(
      `strace could not follow the writing process. It is the Debian package strace, and ptrace must be permitted (in a container: --cap-add=SYS_PTRACE). It said: ${stderr}`,
    )
  }
  return trace
}

function failAt(events: readonly FileEvent[], folder: string, { crashes, seed }: Simulation): Simulated {
  const random = seededRandom(seed ^ 0x5eed)
  const instants = Array.from({ length: crashes }, () => Math.floor(random() * (events.length + 1))).sort(
    (a, b) => a - b,
  )
  const disk = new Disk()
  const world = new World()
  const counts = new Map<Loss, number>()
  const faults: string[] = []
  let [done, unsure, faulty] = [0, 0, 0]
  for (const [nth, instant] of instants.entries()) {
    for (; done < instant; done++) {
      const event = events[done]!
      disk.apply(event)
      if (event.kind === 'said') world.see(event.words)
    }
    const loss = losses[nth % losses.length]!
    counts.set(loss, (counts.get(loss) ?? 0) + 1)
    if (disk.unsure > 0) unsure++
    disk.layAfterCrash(folder, loss, random)
    const found = judge(folder, world)
    if (found.length === 0) continue
    faulty++
    if (faults.length < 100)
      faults.push(...found.map((fault) => `after ${instant} of ${events.length} steps, ${loss}: ${fault}`))
  }
  const count = (kind: FileEvent['kind']): number => events.filter((event) => event.kind === kind).length
  return {
    crashes: counts,
    unsure,
    syncs: count('synced'),
    effects: count('said'),
    faults: faults.slice(0, 100),
    faulty,
  }
}
