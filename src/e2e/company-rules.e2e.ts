import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Box, startBox } from './box.ts'
import { type CommandEnd, runSalehi } from './command-run.ts'
import type { Engine } from './engine.ts'
import { ended, started } from './incidents/started.ts'
import { reportOf, reportsOf } from './incidents/told.ts'
import { manner } from './rig/numbers.ts'

/** Who may be called how often, on the real exchange: the do-not-call list, the caps, lists of the owner's own and their retries. */
const barred = manner('busy', '', 1)
const sentTwice = manner('busy', '', 2)
const listed = manner('busy', '', 3)
const listedAndBarred = manner('busy', '', 4)
const rungOnce = manner('refuses', '021', 5)

const limitMs = 120_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs)
const stack = new AsyncDisposableStack()
const home = mkdtempSync(join(tmpdir(), 'salehi-rules-'))
stack.defer(() => rmSync(home, { recursive: true, force: true }))
const folder = join(home, 'engine')
let box: Box
let engine: Engine

/** sina with other rules: a busy line is tried again a minute later, once; nobody is rung more than three times. */
function ownRules(): string {
  const dir = join(home, 'scenarios')
  mkdirSync(join(dir, 'sina'), { recursive: true })
  const original = readFileSync(join(import.meta.dir, '../../scenarios/sina/company.yaml'), 'utf8')
  const changed = original
    .replace(/^attempts: .*$/m, 'attempts: { per_day: 3, total: 3 }')
    .replace(/^ {2}busy: .*$/m, '  busy: { after: 1m, times: 1 }')
  writeFileSync(join(dir, 'sina/company.yaml'), changed)
  return dir
}

async function salehi(...args: readonly string[]): Promise<CommandEnd> {
  return await runSalehi({ args, folder }, limit())
}

/** How often a number rang at the carrier. */
const rang = (phone: string): number => box.rig.carrier.calls(phone).length

beforeAll(async () => {
  mkdirSync(folder)
  const numbers = [barred, sentTwice].map((phone_number, at) => ({ id: at + 1, phone_number }))
  box = stack.use(await startBox({ company: 'sina', numbers }, limit()))
  expect((await salehi('dnc', 'add', barred, '--note', 'wrote a letter')).code).toBe(0)
  engine = stack.use(await started(box, limit(), { folder, settings: { SCENARIOS_DIR: ownRules() } }))
}, limitMs)

afterAll(() => stack.disposeAsync())

test("a panel's number on the do-not-call list is not rung, and the panel is told so, once", async () => {
  expect(await reportOf(box.panel, barred, limit())).toMatchObject({
    number_id: 1,
    status: 'COMPLAINED',
    reason: 'The number is on the do-not-call list and was not rung.',
  })
  await reportOf(box.panel, sentTwice, limit())
  expect(rang(barred)).toBe(0)
  expect(reportsOf(box.panel, barred)).toHaveLength(1)
})

test('a list taken in while the engine runs is rung at once, and a busy line again by the rules, no oftener', async () => {
  writeFileSync(join(folder, 'people.csv'), `name,phone\nSara,${listed}\nReza,${listedAndBarred}\nMina,${rungOnce}\n`)
  expect((await salehi('dnc', 'add', listedAndBarred)).code).toBe(0)
  const taken = await salehi('contacts', 'import', 'people.csv')
  expect(taken).toMatchObject({ code: 0, stderr: '' })
  for (const times of [1, 2]) {
    while (rang(listed) < times) await box.rig.carrier.until(listed, () => rang(listed) >= times, limit())
  }
  // The second call ends a moment after it rang.
  let why = await salehi('why', listed)
  for (const signal = limit(); !why.stdout.includes('will not be called again'); why = await salehi('why', listed)) {
    signal.throwIfAborted()
  }
  expect([rang(listed), rang(listedAndBarred), rang(rungOnce)]).toEqual([2, 0, 1])
})

test('a number the panel sends again after its report is rung again, as often as the company allows and no oftener', async () => {
  for (const _again of [1, 2, 3]) {
    const before = reportsOf(box.panel, sentTwice).length
    box.panel.offer([{ id: 2, phone_number: sentTwice }])
    while (reportsOf(box.panel, sentTwice).length === before) {
      await box.panel.reports.reached(box.panel.reports.all.length + 1, limit())
    }
  }
  expect(rang(sentTwice)).toBe(3)
  expect(reportsOf(box.panel, sentTwice).map(({ body }) => body['status'])).toEqual(['BUSY', 'BUSY', 'BUSY', 'FAILED'])
  expect(reportsOf(box.panel, sentTwice).at(-1)?.body).toMatchObject({
    reason: 'The number was rung as often as the rules of the company allow.',
  })
  await ended(engine)
})
