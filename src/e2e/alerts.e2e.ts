import { Database } from 'bun:sqlite'
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MelipayamakStandIn, startMelipayamak } from '../testing/services/melipayamak.ts'
import { type Box, type BoxOptions, startBox } from './box.ts'
import type { Engine } from './engine.ts'
import { ended, started } from './incidents/started.ts'
import { reportOf, reportsOf } from './incidents/told.ts'
import { manner, talker } from './rig/numbers.ts'

/** A probe of a service comes a minute after it failed. */
const limitMs = 240_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)

const key = 'console-key-8f2d61'
const admins = ['09121111111', '09122222222']
const numbers = (from: number, ...phones: readonly string[]) =>
  phones.map((phone, at) => ({ id: from + at, phone_number: phone }))

/** A box whose engine can send SMS; several engines may run in its folder, one after another. */
interface Alerted extends AsyncDisposable {
  readonly box: Box
  readonly sms: MelipayamakStandIn
  start(signal: AbortSignal, settings?: Readonly<Record<string, string>>): Promise<Engine>
}

async function alerted(options: BoxOptions, signal: AbortSignal): Promise<Alerted> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'salehi-alerts-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const sms = stack.use(await startMelipayamak({ key }))
  const box = stack.use(await startBox(options, signal))
  const resources = stack.move()
  return {
    box,
    sms,
    start: (own, settings) =>
      started(box, own, {
        folder,
        settings: {
          SMS_API_KEY: key,
          SMS_URL: sms.url,
          SMS_FROM: '50001234',
          SMS_ADMINS: admins.join(','),
          MAX_CONCURRENT_OUTBOUND_CALLS: '1',
          ...settings,
        },
      }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** Fails unless the one text went out, to everyone, and the key is nowhere but in the settings. */
function toldOnce(sms: MelipayamakStandIn, engine: Engine, about: string): void {
  expect(sms.violations).toEqual([])
  expect(sms.sent.all).toEqual([{ from: '50001234', to: admins, text: expect.stringContaining(about) }])
  expect(engine.output).not.toContain(key)
  for (const entry of readdirSync(engine.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === '.env') continue
    const file = join(entry.parentPath, entry.name)
    expect(readFileSync(file).includes(key), file).toBe(false)
  }
}

/** The incidents in the store of an engine that has ended. */
function incidentsOf({ folder }: Engine): readonly unknown[] {
  using db = new Database(join(folder, 'data/salehi.db'), { readonly: true })
  return db.query('SELECT kind, closed_at FROM incidents ORDER BY id').all()
}

/** Fails unless each was rung once and reported once. */
function calledOnce({ rig, panel }: Box, ...phones: readonly string[]): void {
  for (const phone of phones) {
    expect(rig.carrier.calls(phone).length, 'how often it rang').toBe(1)
    expect(reportsOf(panel, phone).length, 'reports').toBe(1)
  }
  expect(panel.violations).toEqual([])
}

describe.concurrent('a service no call can do without', () => {
  test('the recogniser has no quota left: one call meets it, one SMS says so, the rest wait and are called when it is back', async () => {
    const signal = limit()
    const [before, meets, probes] = [0, 1, 2].map((nth) => talker({ says: ['no'], nth })) as [string, string, string]
    const last = manner('busy')
    await using alert = await alerted({ company: 'sina' }, signal)
    const { box, sms } = alert
    await using engine = await alert.start(signal)
    box.panel.offer(numbers(1, before))
    expect(await reportOf(box.panel, before, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    box.vira.always({ fault: 'quota', as: 'persian' })
    box.panel.offer(numbers(2, meets, probes, last))
    await engine.line(/gate\.shut.*gate=recogniser/, signal)
    await sms.sent.reached(1, signal)
    expect(await reportOf(box.panel, meets, signal)).toMatchObject({ status: 'FAILED' })
    expect([probes, last].flatMap((phone) => box.rig.carrier.calls(phone))).toEqual([])
    box.vira.clear()
    expect(await reportOf(box.panel, probes, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    await engine.line(/gate\.open.*gate=recogniser/, signal)
    expect(await reportOf(box.panel, last, signal)).toMatchObject({ status: 'BUSY' })
    await ended(engine)
    calledOnce(box, before, meets, probes, last)
    toldOnce(sms, engine, 'تشخیص گفتار')
  })

  test('the language model has no quota left: one SMS, no second one after a restart, and the list goes on when it is back', async () => {
    const signal = limit()
    const [meets, meetsAgain, probes] = [3, 4, 5].map((nth) => talker({ says: ['yes'], nth })) as [
      string,
      string,
      string,
    ]
    const last = manner('busy', '', 1)
    const besideThePoint = (): string => 'دیروز باران آمد و کوچه خیس شد'
    const options = { company: 'salehi', transcribe: besideThePoint, classify: () => 'no' }
    await using alert = await alerted(options, signal)
    const { box, sms } = alert
    box.gapgpt.always({ fault: 'quota', as: 'token' })
    await using first = await alert.start(signal)
    box.panel.offer(numbers(1, meets))
    await first.line(/gate\.shut.*gate=llm/, signal)
    await sms.sent.reached(1, signal)
    await reportOf(box.panel, meets, signal)
    await ended(first)
    await using second = await alert.start(signal)
    box.panel.offer(numbers(2, meetsAgain, probes, last))
    await second.line(/gate\.shut.*gate=llm/, signal)
    await reportOf(box.panel, meetsAgain, signal)
    expect([probes, last].flatMap((phone) => box.rig.carrier.calls(phone))).toEqual([])
    box.gapgpt.clear()
    expect(await reportOf(box.panel, probes, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    expect(await reportOf(box.panel, last, signal)).toMatchObject({ status: 'BUSY' })
    await ended(second)
    calledOnce(box, meets, meetsAgain, probes, last)
    toldOnce(sms, second, 'مدل زبانی')
    expect(first.output).not.toContain(key)
    // Well again for less than ten minutes, it is still the same incident.
    expect(incidentsOf(second)).toEqual([{ kind: 'llm', closed_at: null }])
  })
})

describe.concurrent('what calls travel by', () => {
  test('the trunk goes down: it is seen without a call, one SMS says so, and the list goes on when it is up', async () => {
    const signal = limit()
    const phone = manner('busy')
    await using alert = await alerted({ company: 'sina' }, signal)
    const { box, sms } = alert
    await using engine = await alert.start(signal)
    await box.rig.setTrunk('down', signal)
    await engine.line(/gate\.shut.*gate=trunk/, signal)
    box.panel.offer(numbers(1, phone))
    await sms.sent.reached(1, signal)
    await box.rig.setTrunk('up', signal)
    await engine.line(/gate\.open.*gate=trunk/, signal)
    expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status: 'BUSY' })
    await ended(engine)
    calledOnce(box, phone)
    expect(engine.output).not.toContain('call.not_placed')
    toldOnce(sms, engine, 'ترانک')
  })

  test('the prompts are gone while Melipayamak has no credit: the log says so without the key, and the SMS goes out once it has', async () => {
    const signal = limit()
    const phone = manner('busy')
    await using alert = await alerted({ company: 'sina' }, signal)
    const { box, sms } = alert
    sms.always({ fault: 'quota' })
    await using engine = await alert.start(signal)
    const prompts = join(box.rig.soundDir, 'sina')
    renameSync(prompts, `${prompts}.away`)
    await engine.line(/gate\.shut.*gate=sounds/, signal)
    await engine.line(/report\.misconfigured.*Melipayamak's account is empty/, signal)
    box.panel.offer(numbers(1, phone))
    sms.clear()
    await sms.sent.reached(1, signal)
    expect(box.rig.carrier.calls(phone)).toEqual([])
    renameSync(`${prompts}.away`, prompts)
    expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status: 'BUSY' })
    await ended(engine)
    calledOnce(box, phone)
    toldOnce(sms, engine, 'فایل‌های صدا')
  })
})
