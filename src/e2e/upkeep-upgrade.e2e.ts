import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { databaseVersion } from '../upkeep/database-copy.ts'
import { type Box, startBox } from './box.ts'
import { untilNoted } from './incidents/noted.ts'
import { PbxWatch } from './incidents/pbx-watch.ts'
import { reportOf, reportsOf, storeOf } from './incidents/told.ts'
import { ari } from './rig/ari-probe.ts'
import type { CarrierCall } from './rig/journal.ts'
import { manner, talker } from './rig/numbers.ts'
import { type Ailment, ailing, ailments, buildReleases, builtRelease, releases } from './upkeep/builds.ts'
import { Installed } from './upkeep/installed.ts'

const limitMs = 150_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)

beforeAll(buildReleases, 60_000)

const speaks = { id: 7, full_name: 'Sara', phone_number: manner('operatorStays') }
const agrees = talker({ says: ['yes'] })
const listens = talker({ says: [], ending: 'stays', nth: 3 })
const refuses = talker({ says: ['no'], nth: 4 })
const numbers = (first: number, ...phones: readonly string[]) =>
  phones.map((phone, at) => ({ id: at + first, phone_number: phone }))
const isOver = ({ endedAtMs }: CarrierCall): boolean => endedAtMs !== undefined
const version = (text: string) => (status: { readonly version: string }) => status.version === text

/** Starts the engine and waits until a call has its operator. */
async function withOperator(box: Box, installed: Installed, signal: AbortSignal): Promise<PbxWatch> {
  const watch = await PbxWatch.on(box.rig.pbx)
  const engine = await installed.start(signal)
  await watch.joined(await watch.channelTo(agrees, signal), signal)
  await untilNoted(engine, ({ joined }) => joined !== undefined, signal)
  return watch
}

async function hangUpAtCarrier(box: Box, phone: string, signal: AbortSignal): Promise<void> {
  const { id } = await box.rig.carrier.until(phone, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
  await ari(box.rig.carrier, { method: 'DELETE', path: `/channels/${id}` }, signal)
}

// Alone: a machine that is busy with the others would be at it until the call in its scenario has ended by itself.
test('an upgrade cuts no call: one in its scenario comes to its end, one with an operator goes on and is taken up, and the next number is called by the new executable', async () => {
  const signal = limit()
  await using box = await startBox({ company: 'sina', agents: [speaks], numbers: numbers(1, agrees) }, signal)
  await using installed = new Installed(box)
  const watch = await withOperator(box, installed, signal)
  box.panel.offer(numbers(2, refuses))
  await watch.saw(await watch.channelTo(refuses, signal), 'PlaybackStarted', signal)
  const upgrading = installed.command(['upgrade', builtRelease('next'), '--start'], signal)
  await installed.status(
    ({ gates }) => gates.some(({ name, shut }) => name === 'upgrade' && shut !== undefined),
    signal,
  )
  // Nobody new is called from here until the new one has shown that it is well.
  box.panel.offer(numbers(3, listens))
  const done = await upgrading
  expect(done.output).toContain('Waiting for calls to end: 1')
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Upgraded to salehi 9.1.0 (next)') })
  expect(reportsOf(box.panel, refuses)).toMatchObject([{ body: { status: 'NOT_INTERESTED' } }])
  expect(box.rig.carrier.calls(agrees).filter(isOver)).toEqual([])
  expect(box.rig.carrier.calls(speaks.phone_number).filter(isOver)).toEqual([])
  expect(installed.log).toMatch(/call\.goes_on/)
  await installed.status(version(releases.next.version), signal)
  await box.rig.carrier.until(listens, () => true, signal)
  expect(installed.log).toMatch(/call\.adopted/)
  await hangUpAtCarrier(box, agrees, signal)
  expect(await reportOf(box.panel, agrees, signal)).toMatchObject({ status: 'CONNECTED', agent_id: 7 })
  for (const phone of [agrees, refuses, listens]) expect(box.rig.carrier.calls(phone).length).toBe(1)
  expect(readFileSync(`${installed.program}.old`).length).not.toBe(0)
  expect(existsSync(`${installed.program}.new`)).toBe(false)
  expect(box.panel.violations).toEqual([])
})

describe.concurrent('a new executable that is bad', () => {
  const rolledBack = async (bad: (folder: string) => string, says: RegExp): Promise<void> => {
    const signal = limit()
    await using box = await startBox({ company: 'sina', agents: [speaks], numbers: numbers(1, agrees) }, signal)
    await using installed = new Installed(box)
    await withOperator(box, installed, signal)
    const { version: before, commit } = await installed.status(() => true, signal)
    const data = databaseVersion(join(installed.dataDir, 'salehi.db'))
    const done = await installed.command(['upgrade', bad(installed.path), '--start', '--health', '6'], signal)
    expect(done.output).toMatch(says)
    expect(done.output).toContain('salehi runs as before')
    expect(done.code).toBe(1)
    await installed.status((status) => status.version === before && status.commit === commit, signal)
    expect(databaseVersion(join(installed.dataDir, 'salehi.db'))).toBe(data)
    expect(existsSync(`${installed.program}.rejected`)).toBe(true)
    expect(box.rig.carrier.calls(agrees).filter(isOver)).toEqual([])
    await hangUpAtCarrier(box, agrees, signal)
    expect(await reportOf(box.panel, agrees, signal)).toMatchObject({ status: 'CONNECTED', agent_id: 7 })
    box.panel.offer(numbers(3, listens))
    await box.rig.carrier.until(listens, () => true, signal)
    for (const phone of [agrees, listens]) expect(box.rig.carrier.calls(phone).length).toBe(1)
    const kept: readonly string[] = storeOf({ folder: installed.path }).calls.map(({ contact }) => contact.phone)
    expect(kept).toContain(agrees)
    expect(box.panel.violations).toEqual([])
  }

  const words: Readonly<Record<Ailment, RegExp>> = {
    'ends at once': /not upgraded: it ended at once \(3\): a fault of tomorrow/,
    hangs: /not upgraded: it has not come up, for 6 s/,
    'does not reach Asterisk': /not upgraded: it does not reach Asterisk, for 6 s/,
  }
  test.each(Object.keys(ailments) as Ailment[])('and %s is taken back by itself', async (ailment) => {
    await rolledBack((folder) => ailing(folder, 'next', ailment), words[ailment])
  })

  test('and has changed the database is taken back with the database of before', async () => {
    await rolledBack(
      (folder) => ailing(folder, 'newerData', 'does not reach Asterisk'),
      /The database is as it was before/,
    )
  })
})

test.concurrent('what is no salehi is refused before anything changes, and dialing goes on', async () => {
  const signal = limit()
  await using box = await startBox({ company: 'sina' }, signal)
  await using installed = new Installed(box)
  await using _engine = await installed.start(signal)
  const before = readFileSync(installed.program)
  const text = join(installed.path, 'text')
  await Bun.write(text, 'no program\n')
  for (const [file, says] of [
    ['/bin/true', /does not say which version it is/],
    ['/bin/false', /does not run here/],
    [text, /cannot be started|does not run here/],
    [join(installed.path, 'nothing'), /cannot be put beside/],
  ] as const) {
    const done = await installed.command(['upgrade', file, '--start'], signal)
    expect(done.output).toMatch(says)
    expect(done.code).toBe(1)
  }
  expect(readFileSync(installed.program).equals(before)).toBe(true)
  await installed.status(
    ({ gates }) => gates.every(({ name, shut }) => name !== 'upgrade' || shut === undefined),
    signal,
  )
})

test.concurrent("root upgrades an engine of another user: it runs as that user again, and all of its data stay that user's", async () => {
  const signal = limit()
  await using box = await startBox({ company: 'sina' }, signal)
  const folders = { AST_SOUND_DIR: 'sounds/custom', AST_RECORDING_DIR: 'recordings' }
  await using installed = new Installed(box, folders)
  for (const folder of Object.values(folders)) mkdirSync(join(installed.path, folder), { recursive: true })
  await using _engine = await installed.startAsNobody(signal)
  const done = await installed.command(['upgrade', builtRelease('next'), '--start'], signal)
  expect(done).toMatchObject({ code: 0 })
  await installed.status(version(releases.next.version), signal)
  expect(statSync(`/proc/${installed.pid}`).uid).toBe(65_534)
  const kept = ['upkeep/before-upgrade.db', 'upkeep/start.log']
  const found = readdirSync(installed.dataDir, { recursive: true }).map(String)
  const strange = found.filter((name) => !kept.includes(name) && statSync(join(installed.dataDir, name)).uid !== 65_534)
  expect(strange).toEqual([])
  const phone = manner('busy', '', 7)
  box.panel.offer(numbers(1, phone))
  await box.rig.carrier.until(phone, () => true, signal)
})
