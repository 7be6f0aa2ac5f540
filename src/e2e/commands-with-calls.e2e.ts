import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Box, lines, startBox } from './box.ts'
import { type CommandEnd, runSalehi } from './command-run.ts'
import { manner, talker } from './rig/numbers.ts'

let box: Box
let folder: string

beforeAll(async () => {
  box = await startBox({ company: 'sina' }, new AbortController().signal)
  folder = mkdtempSync(join(tmpdir(), 'salehi-calls-'))
}, 60_000)

afterAll(async () => {
  await box[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
}, 20_000)

test.concurrent('run --until-done calls each number of the list once, over restarts too, and ends with a summary', async () => {
  const yes = talker({ says: ['yes'], nth: 1 })
  const [busy, off, refused] = [manner('busy'), manner('switchedOffAnnouncement', '020'), manner('refuses', '021')]
  const list = (...numbers: readonly string[]): Promise<CommandEnd> => {
    const settings = {
      ...box.settingsWithoutPanel,
      ARI_APP_NAME: 'list',
      DATA_DIR: join(folder, 'list'),
      STATIC_CONTACTS: numbers.join(','),
      FAIL_ALERT_THRESHOLD: '100',
    }
    return runSalehi({ args: ['run', '--company', 'salehi', '--until-done'], settings }, AbortSignal.timeout(70_000))
  }
  const first = await list(busy, off, yes, refused)
  expect(first.code).toBe(0)
  expect(first.stdout).toMatch(/^4 calls, 1 answered, \d+(\.\d)? s of talk\n +1 {2}connected$/m)
  for (const one of ['busy', 'power_off', 'banned']) expect(first.stdout).toMatch(new RegExp(`^ +1 {2}${one}$`, 'm'))
  const again = await list(busy, off, yes, refused)
  expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nNo call was made\.\n$/) })
  const added = manner('busy', '', 2)
  const longer = await list(added, busy, off, yes, refused)
  expect(longer.stdout).toMatch(/\n1 call, none answered\n +1 {2}busy\n$/)
  for (const number of [busy, off, yes, refused, added]) {
    expect(box.rig.carrier.calls(number)).toHaveLength(1)
    for (const { output } of [first, again, longer]) expect(output).not.toContain(number)
  }
}, 90_000)

test.concurrent('a test call rings beside a running engine on the same Asterisk and data, and tells how it went', async () => {
  const number = talker({ says: ['no'], nth: 2 })
  await using engine = box.run({ args: ['run'], settings: { DATA_DIR: join(folder, 'both') } })
  await engine.line(/ari\.up/, AbortSignal.timeout(10_000))
  const call = (...args: readonly string[]): Promise<CommandEnd> => {
    const settings = { ...box.settings, DATA_DIR: join(folder, 'both') }
    return runSalehi({ args: ['call', ...args], settings }, AbortSignal.timeout(60_000))
  }
  const asCaller = { did: lines[0], callerId: '09351112233', as: talker({ says: ['no'], nth: 3 }) }
  const caller = box.rig.carrier.callIn(asCaller, AbortSignal.timeout(60_000))
  const rung = await call(`+98 ${number.slice(1, 4)} ${number.slice(4)}`, '--scenario', 'sina')
  expect(rung.stdout.split('\n')).toEqual([
    expect.stringMatching(/^answered, \d+(\.\d)? s of talk$/),
    '  said: نه، نمی‌خوام → no, by rule',
    expect.stringMatching(/^ {2}scenarios\/sina\/sina\.yaml:\d+ {2}outbound\[0\] → no$/),
    expect.stringMatching(/→ declined$/),
    expect.stringMatching(/→ not_interested$/),
    expect.stringMatching(/→ said$/),
    expect.stringMatching(/→ not_interested$/),
    expect.stringMatching(/^disposition: not_interested(, cause 16)?$/),
    '',
  ])
  expect(rung.stderr).not.toContain(number)
  expect(rung.code).toBe(0)
  // As often as you like, and whatever comes of it.
  const busy = manner('busy', '', 3)
  for (let time = 0; time < 2; time++) {
    const short = await call(busy, '--scenario', 'salehi')
    expect(short).toMatchObject({ code: 0, stdout: 'nobody answered\ndisposition: busy, cause 17\n' })
  }
  expect(box.rig.carrier.calls(busy)).toHaveLength(2)
  expect(await (await caller).ended).toMatchObject({ kind: 'ended' })
  await box.panel.reports.reached(1, AbortSignal.timeout(30_000))
  expect(box.panel.reports.all.map(({ body }) => body['status'])).toContain('INBOUND_CALL')
  engine.kill('SIGTERM')
  expect(await engine.exited).toBe(0)
  expect(engine.output).not.toMatch(/ari\.(replaced|refused)/)
}, 90_000)

test('a test call that cannot be placed says why, and what to write where the command is wrong', async () => {
  const call = (args: readonly string[], over: Readonly<Record<string, string>> = {}): Promise<CommandEnd> =>
    runSalehi(
      { args: ['call', ...args], settings: { ...box.settingsWithoutPanel, ...over } },
      AbortSignal.timeout(15_000),
    )
  const sina = ['--scenario', 'sina']
  const nowhere = await call([manner('busy', '', 4), ...sina], { OUTBOUND_TRUNK: 'NOSUCH' })
  expect(nowhere.stderr).toMatch(/^The phone was not rung: .*(trunk|endpoint)/im)
  expect(nowhere.code).toBe(1)
  const noNumber = await call(['reception', ...sina])
  expect(noNumber).toMatchObject({ code: 2, stderr: 'salehi: "reception" is no phone number (COUNTRY=IR)\n' })
  const wrong = await call([manner('busy', '', 4), ...sina], { ARI_PASSWORD: 'wrong' })
  expect(wrong.stderr).toContain('Compare ARI_USERNAME and ARI_PASSWORD')
  expect(wrong.code).toBe(78)
  expect(box.rig.carrier.calls(manner('busy', '', 4))).toHaveLength(0)
})

test('nothing of all this is left in Asterisk', async () => {
  expect(await box.leftovers(AbortSignal.timeout(5_000))).toEqual([])
})
