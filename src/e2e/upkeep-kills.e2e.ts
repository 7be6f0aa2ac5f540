import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { inspectDatabase } from '../upkeep/database-copy.ts'
import { type Box, startBox } from './box.ts'
import { runSalehi } from './command-run.ts'
import { buildCrashing, crashing, crashVariables } from './crash-build.ts'
import { manner } from './rig/numbers.ts'
import { ailing, buildReleases, builtRelease } from './upkeep/builds.ts'
import { Installed } from './upkeep/installed.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)

let box: Box
beforeAll(async () => {
  await buildReleases()
  await buildCrashing()
  box = await startBox({ company: 'sina' }, new AbortController().signal)
}, 90_000)
afterAll(() => box[Symbol.asyncDispose](), 20_000)

let people = 100
/** Offers somebody new and waits until they are rung. */
async function rings(signal: AbortSignal): Promise<void> {
  const phone = manner('busy', '', ++people)
  box.panel.offer([{ id: people, phone_number: phone }])
  await box.rig.carrier.until(phone, () => true, signal)
  expect(box.rig.carrier.calls(phone).length).toBe(1)
}

async function killedAt(point: string, installed: Installed, file: string, signal: AbortSignal): Promise<void> {
  const args = ['upgrade', file, '--start', '--health', '15']
  const killed = await installed.command(args, signal, { [`${crashVariables}AT`]: point })
  expect([point, killed.code, killed.output]).toEqual([point, 137, expect.any(String)])
}

test.each([
  ['upkeep.upgrade.checked', 'runs on'],
  ['upkeep.upgrade.stopped', 'starts'],
  ['upkeep.upgrade.kept', 'starts'],
  ['upkeep.upgrade.swapped', 'starts'],
  ['upkeep.upgrade.tried', 'runs on'],
] as const)('an upgrade that is killed at %s leaves a box that works: the engine %s', async (point, then) => {
  const signal = limit()
  await using installed = new Installed(box, { ARI_APP_NAME: point.replaceAll('.', '-') }, crashing)
  await using first = await installed.start(signal)
  await killedAt(point, installed, builtRelease('next'), signal)
  if (then === 'runs on') {
    await rings(signal)
    return
  }
  await first.exited
  expect(installed.pid).toBeUndefined()
  expect(inspectDatabase(join(installed.dataDir, 'salehi.db')).faults).toEqual([])
  await using _next = await installed.start(signal)
  await rings(signal)
})

test.each(['upkeep.rollback.stopped', 'upkeep.rollback.swapped'])(
  'a way back from a bad executable that is killed at %s is gone to its end by the old one',
  async (point) => {
    const signal = limit()
    await using installed = new Installed(box, { ARI_APP_NAME: point.replaceAll('.', '-') }, crashing)
    await using first = await installed.start(signal)
    await killedAt(point, installed, ailing(installed.path, 'next', 'ends at once'), signal)
    await first.exited
    const old = `${installed.program}.old`
    const path = process.env['PATH'] ?? ''
    const undone = await runSalehi({ args: ['upgrade', '--undo'], folder: installed.path, program: old, path }, signal)
    expect(undone).toMatchObject({ code: 0, stdout: expect.stringContaining('The old executable is back in place') })
    await using _next = await installed.start(signal)
    await rings(signal)
  },
)
