import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupNames, manifestSchema } from '../upkeep/backup/manifest.ts'
import { inspectDatabase } from '../upkeep/database-copy.ts'
import { type Box, startBox } from './box.ts'
import { buildCrashing, crashing, crashVariables } from './crash-build.ts'
import { ended } from './incidents/started.ts'
import { manner, talker } from './rig/numbers.ts'
import { copyInto } from './upkeep/builds.ts'
import { Installed } from './upkeep/installed.ts'

const limitMs = 120_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)

const numbers = (first: number, ...phones: readonly string[]) =>
  phones.map((phone, at) => ({ id: at + first, phone_number: phone }))
const busy = (nth: number): string => manner('busy', '', nth)
const unknownToAll = '09121112233'

let box: Box
beforeAll(async () => {
  await buildCrashing()
  box = await startBox({ company: 'sina' }, new AbortController().signal)
}, 90_000)
afterAll(() => box[Symbol.asyncDispose](), 20_000)

/** An installation with scenarios of its own and a setting of every kind. */
function installed(app: string): Installed {
  const made = new Installed(box, { ARI_APP_NAME: app, SCENARIOS_DIR: 'mine' })
  mkdirSync(join(made.path, 'mine/sina'), { recursive: true })
  writeFileSync(join(made.path, 'mine/sina/note.txt'), 'a list beside the scenarios\n')
  return made
}

async function unpacked(file: string, name: string): Promise<string> {
  return await new Response(Bun.spawn(['tar', '-xOf', file, name], { stdout: 'pipe' }).stdout).text()
}

describe('a backup', () => {
  test('is made while calls are up, opens with tar, and is put back over a destroyed database; then the day goes on', async () => {
    const signal = limit()
    await using made = installed('backup')
    const file = join(made.path, 'monday.tar')
    const refuses = talker({ says: ['no'], nth: 31 })
    box.panel.offer(numbers(1, busy(31), refuses))
    {
      await using engine = await made.start(signal)
      await box.rig.carrier.until(refuses, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
      const done = await made.command(['backup', 'monday.tar'], signal)
      expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Passwords and tokens were left out') })
      expect(statSync(file).mode & 0o777).toBe(0o600)
      // The call that was up meanwhile comes to its end as ever.
      await engine.line(/call\.ended.*disposition=not_interested/, signal)
      expect(await made.command(['restore', 'monday.tar', '--verify'], signal)).toMatchObject({ code: 0 })
      expect((await made.command(['restore', 'monday.tar'], signal)).output).toMatch(/salehi runs on DATA_DIR/)
      await ended(engine)
    }
    const manifest = manifestSchema.parse(JSON.parse(await unpacked(file, backupNames.manifest)))
    expect(manifest.files.map(({ path }) => path)).toEqual(['salehi.db', 'settings.env', 'scenarios/sina/note.txt'])
    const settings = await unpacked(file, backupNames.settings)
    expect(settings).toContain('COMPANY=sina')
    for (const secret of ['vira-token', 'gapgpt-key', 'panel-token']) expect(settings).not.toContain(secret)

    expect((await made.command(['dnc', 'add', unknownToAll], signal)).code).toBe(0)
    writeFileSync(join(made.path, 'mine/sina/note.txt'), 'changed since\n')
    const restored = await made.command(['restore', 'monday.tar'], signal)
    expect(restored.code).toBe(0)
    expect(restored.stdout).toContain('Taken over from it: 1 on the do-not-call list')
    expect(readFileSync(join(made.path, 'mine/sina/note.txt'), 'utf8')).toBe('a list beside the scenarios\n')
    expect((await made.command(['dnc', 'list'], signal)).stdout.replace(/\D/g, '')).toContain(unknownToAll)

    writeFileSync(join(made.dataDir, 'salehi.db'), 'written over by mistake\n'.repeat(2_000))
    const again = await made.command(['restore', 'monday.tar'], signal)
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('It could not be read') })
    expect(inspectDatabase(join(made.dataDir, 'salehi.db')).faults).toEqual([])
    await using engine = await made.start(signal)
    const { dialing } = await made.status(({ asterisk }) => asterisk.up, signal)
    expect(dialing).toMatchObject({ kind: 'held', text: expect.stringContaining('restored from the backup') })
    box.panel.offer(numbers(41, busy(41)))
    expect((await made.command(['resume'], signal)).code).toBe(0)
    await box.rig.carrier.until(busy(41), () => true, signal)
    for (const phone of [busy(31), refuses, busy(41)]) expect(box.rig.carrier.calls(phone).length).toBe(1)
    await ended(engine)
  })

  test('that was cut short, changed by a bit or never was one is refused, and nothing changes', async () => {
    const signal = limit()
    await using made = installed('damaged')
    expect((await made.command(['dnc', 'add', unknownToAll], signal, asFile(made))).code).toBe(0)
    expect((await made.command(['backup', 'whole.tar'], signal)).code).toBe(0)
    const whole = readFileSync(join(made.path, 'whole.tar'))
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(5_000) ^ 1, 5_000)
    writeFileSync(join(made.path, 'flipped.tar'), flipped)
    writeFileSync(join(made.path, 'short.tar'), whole.subarray(0, whole.length / 2))
    writeFileSync(join(made.path, 'none.tar'), 'no archive')
    const before = readFileSync(join(made.dataDir, 'salehi.db'))
    for (const [file, says] of [
      ['flipped.tar', /salehi\.db is not as it was written/],
      ['short.tar', /it is cut short/],
      ['none.tar', /it is cut short/],
      ['nothing.tar', /ENOENT/],
    ] as const) {
      for (const more of [['--verify'], []]) {
        const done = await made.command(['restore', file, ...more], signal)
        expect(done.output).toMatch(says)
        expect(done.code).toBe(1)
      }
    }
    expect(readFileSync(join(made.dataDir, 'salehi.db')).equals(before)).toBe(true)
    expect(readdirSync(join(made.dataDir, 'upkeep')).filter((name) => /^(restored|verify|backup)-/.test(name))).toEqual(
      [],
    )
  })
})

test('a restore that is killed at any point leaves one whole database, with which the next start works', async () => {
  const signal = limit()
  await using made = installed('killed')
  expect((await made.command(['dnc', 'add', unknownToAll], signal, asFile(made))).code).toBe(0)
  expect((await made.command(['backup', 'before.tar'], signal)).code).toBe(0)
  mark(made, 'after the backup')
  copyInto(made.path, crashing)
  const points = [
    'upkeep.restore.unpacked',
    'upkeep.restore.prepared',
    'upkeep.database.aside',
    'upkeep.database.placed',
    'upkeep.restore.folder',
  ]
  for (const point of points) {
    const killed = await made.command(['restore', 'before.tar'], signal, { [`${crashVariables}AT`]: point })
    expect([point, killed.code]).toEqual([point, 137])
    const restored = points.indexOf(point) >= points.indexOf('upkeep.database.placed')
    expect([point, isMarked(made)]).toEqual([point, !restored])
    expect(inspectDatabase(join(made.dataDir, 'salehi.db')).faults).toEqual([])
    await using engine = await made.start(signal)
    await ended(engine)
    mark(made, 'after the backup')
  }
  expect((await made.command(['restore', 'before.tar'], signal)).code).toBe(0)
  expect(isMarked(made)).toBe(false)
  expect(existsSync(join(made.path, 'mine/sina/note.txt'))).toBe(true)
})

/** The settings by the environment, for a command before the first start has written `.env`. */
function asFile(made: Installed): Readonly<Record<string, string>> {
  const settings = { ...box.settings, SCENARIOS_DIR: 'mine' }
  writeFileSync(
    join(made.path, '.env'),
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  )
  return {}
}

function mark({ dataDir }: Installed, text: string): void {
  using db = new Database(join(dataDir, 'salehi.db'))
  db.query("INSERT OR REPLACE INTO meta (key, value) VALUES ('marked', ?)").run(text)
}

function isMarked({ dataDir }: Installed): boolean {
  using db = new Database(join(dataDir, 'salehi.db'))
  return db.query("SELECT 1 FROM meta WHERE key = 'marked'").get() !== null
}
