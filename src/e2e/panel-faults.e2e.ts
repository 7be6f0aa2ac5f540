import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PanelFault } from '../testing/services/panel.ts'
import type { PanelNumber } from '../testing/services/panel-state.ts'
import { type Box, startBox } from './box.ts'
import { runSalehi } from './command-run.ts'
import type { Engine } from './engine.ts'
import { PbxWatch } from './incidents/pbx-watch.ts'
import { ended, started } from './incidents/started.ts'
import { reportOf, reportsOf } from './incidents/told.ts'
import { remains } from './outreach/remains.ts'
import { ari } from './rig/ari-probe.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 90_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)
const brief = (): AbortSignal => AbortSignal.timeout(5_000)

const ask = 'next-batch'
const json = { 'content-type': 'application/json' }
const html = { 'content-type': 'text/html; charset=utf-8' }
const answers = (body: string, headers: Readonly<Record<string, string>> = json, status = 200): PanelFault => ({
  fault: 'answer',
  status,
  headers,
  body,
})

const neverRung = manner('busy', '', 77)
const never = `{"id":77,"phone_number":"${neverRung}"}`

/** Fails unless each number was rung and reported that often, nobody else was reported, and nothing is left. */
async function settled(box: Box, engine: Engine, rung: ReadonlyMap<string, number>): Promise<void> {
  const calls = box.panel.reports.all.map(({ idempotencyKey }) => idempotencyKey)
  expect(await remains(box.rig.pbx, calls, brief())).toEqual([])
  await ended(engine)
  for (const [phone, times] of rung) {
    expect(box.rig.carrier.calls(phone).length, 'how often it rang').toBe(times)
    expect(reportsOf(box.panel, phone).length, 'reports').toBe(times)
  }
  expect(box.panel.reports.all.length).toBe([...rung.values()].reduce((sum, times) => sum + times, 0))
  expect(new Set(box.panel.reports.all.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(
    box.panel.reports.all.length,
  )
  expect(box.panel.violations).toEqual([])
}

async function hangUpAtCarrier(box: Box, phone: string, signal: AbortSignal): Promise<void> {
  const { id } = await box.rig.carrier.until(phone, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
  await ari(box.rig.carrier, { method: 'DELETE', path: `/channels/${id}` }, signal)
}

/** A scenario folder in which a number may be rung often a day. */
class GenerousRules implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), 'salehi-rules-'))

  constructor() {
    mkdirSync(join(this.dir, 'sina'))
    writeFileSync(join(this.dir, 'sina/company.yaml'), 'salehi: 1\ncompany: sina\nattempts: { per_day: 5, total: 9 }\n')
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true })
  }
}

describe.concurrent('a panel that is asked for numbers', () => {
  test('and fails in every way in turn: each number rings once and is reported once', async () => {
    const signal = limit()
    const faults: readonly PanelFault[] = [
      { fault: 'server_error' },
      { fault: 'bad_gateway' },
      { fault: 'cut' },
      { fault: 'hang' },
      { fault: 'huge' },
      { fault: 'wrong_token' },
      answers('', json, 403),
      { fault: 'rate_limit', retryAfterS: 1 },
      answers('<html><title>Login</title></html>', html),
      answers('<html><title>Login</title></html>'),
      answers('[]'),
      answers(`{"call_allowed":"yes","batch":{"numbers":[${never}]}}`),
      answers(`{"call_allowed":false,"retry_after_seconds":-7,"batch":{"numbers":[${never}]}}`),
      answers(`{"call_allowed":true,"batch":{"numbers":${never}}}`),
    ]
    await using box = await startBox({ company: 'sina' }, signal)
    box.panel.next(answers('<p>soon</p>', html), { on: 'register-scenarios' })
    box.panel.next(answers('OK'), { on: 'register-outbound-lines' })
    await using engine = await started(box, signal, { settings: { HTTP_TIMEOUT: '1' } })
    const asked = (endpoint: string): number => box.panel.requests.all.filter((one) => one.endpoint === endpoint).length
    expect([asked('register-scenarios'), asked('register-outbound-lines')]).toEqual([2, 2])
    const phones = faults.map((_fault, at) => manner('busy', '', at + 1))
    for (const [at, phone] of phones.entries()) {
      box.panel.next(faults[at] ?? { fault: 'cut' }, { on: ask })
      box.panel.offer([{ id: at + 1, phone_number: phone }])
      expect(await reportOf(box.panel, phone, signal)).toMatchObject({ number_id: at + 1, status: 'BUSY' })
    }
    await settled(box, engine, new Map([...phones.map((phone) => [phone, 1] as const), [neverRung, 0]]))
  })

  test('and whose answer goes astray: what it offers again rings once', async () => {
    const signal = limit()
    const faults = ['lost_answer', 'truncated', 'broken_off'] as const
    await using box = await startBox({ company: 'sina' }, signal)
    await using engine = await started(box, signal, { settings: { HTTP_TIMEOUT: '1' } })
    const phones = faults.map((_fault, at) => manner('busy', '', at + 1))
    for (const [at, phone] of phones.entries()) {
      const fault = faults[at] ?? 'lost_answer'
      const came = Promise.withResolvers<void>()
      box.panel.offer([{ id: at + 1, phone_number: phone }])
      box.panel.when(({ url }) => {
        if (!url.pathname.endsWith(ask)) return undefined
        box.panel.clear()
        came.resolve()
        return { fault }
      })
      await came.promise
      box.panel.offer([{ id: at + 1, phone_number: phone }])
      expect(await reportOf(box.panel, phone, signal)).toMatchObject({ number_id: at + 1, status: 'BUSY' })
    }
    await settled(box, engine, new Map(phones.map((phone) => [phone, 1])))
  })

  test('and mixes nonsense among its numbers, scenarios, lines and operators: the good ones are called', async () => {
    const signal = limit()
    const [one, two, shared] = [1, 2, 3].map((nth) => manner('busy', '', nth)) as [string, string, string]
    await using box = await startBox({ company: 'sina' }, signal)
    const nonsense = [null, 7, 'x', {}, { id: true, phone_number: one }, { id: 55, phone_number: ['0914'] }]
    box.panel.when(({ url }) => {
      if (!url.pathname.endsWith(ask)) return undefined
      const rewrite = (answer: Readonly<Record<string, unknown>>) => {
        const batch = answer['batch'] as { readonly numbers: readonly PanelNumber[] }
        const again = batch.numbers.map(({ id, phone_number }) => ({ id: String(id), phone_number }))
        return {
          ...answer,
          retry_after_seconds: 'never',
          batch: { ...batch, size_returned: -1, numbers: [...nonsense, ...batch.numbers, ...batch.numbers, ...again] },
          active_scenarios: [{ id: 9, name: 'tomorrow' }, { id: null, name: 5 }, ...(answer['active_scenarios'] as [])],
          outbound_lines: [{ id: 3 }, 'line', ...(answer['outbound_lines'] as [])],
          outbound_agents: { nobody: true },
          surprise: [[[]]],
        }
      }
      return { fault: 'rewritten', rewrite }
    })
    await using engine = await started(box, signal)
    box.panel.offer([
      { id: 1, phone_number: one },
      { id: 'two', phone_number: `+98${two.slice(1)}` },
    ])
    // One person under two ids: rung today under one of them.
    box.panel.offer([3, 4].map((id) => ({ id, phone_number: shared })))
    expect(await reportOf(box.panel, one, signal)).toMatchObject({ number_id: 1, status: 'BUSY' })
    expect(await reportOf(box.panel, two, signal)).toMatchObject({ number_id: 'two', status: 'BUSY' })
    expect(await reportOf(box.panel, shared, signal)).toMatchObject({ number_id: 3, status: 'BUSY' })
    await engine.line(/scenario\.missing.*tomorrow/, signal)
    const rings = [one, two, shared].map((phone) => [phone, 1] as const)
    await settled(box, engine, new Map(rings))
    expect(engine.output).not.toContain(one.slice(1))
  })

  test('and offers a number again: not while it is open, then it is a new attempt with a report of its own', async () => {
    const signal = limit()
    using rules = new GenerousRules()
    const [rings, busy, next] = [manner('ringsForEver'), manner('busy', '', 1), manner('busy', '', 2)]
    await using box = await startBox({ company: 'sina' }, signal)
    await using engine = await started(box, signal, { settings: { SCENARIOS_DIR: rules.dir } })
    const open: PanelNumber = { id: 1, phone_number: rings }
    box.panel.offer([open])
    await box.rig.carrier.until(rings, () => true, signal)
    // Offered while it rings, and while its report is not taken yet.
    box.panel.offer([open, { id: 2, phone_number: busy }])
    box.panel.when(({ url, body }) => {
      const isReport = url.pathname.endsWith('report-result') && new TextDecoder().decode(body).includes(rings)
      return isReport ? { fault: 'server_error' } : undefined
    })
    await box.rig.carrier.until(rings, ({ endedAtMs }) => endedAtMs !== undefined, signal)
    await engine.line(/report\.unavailable/, signal)
    box.panel.offer([open, { id: 3, phone_number: next }])
    await box.rig.carrier.until(next, () => true, signal)
    expect(box.rig.carrier.calls(rings).length).toBe(1)
    box.panel.clear()
    expect(await reportOf(box.panel, rings, signal)).toMatchObject({ number_id: 1, status: 'MISSED' })
    expect(await reportOf(box.panel, next, signal)).toMatchObject({ number_id: 3 })
    box.panel.offer([open])
    await box.panel.reports.reached(4, signal)
    await settled(
      box,
      engine,
      new Map([
        [rings, 2],
        [busy, 1],
        [next, 1],
      ]),
    )
  })

  test('and changes who is on duty in mid-call: the call stays with its operator, the next goes to the new one', async () => {
    const signal = limit()
    const [first, second] = [0, 1].map((nth) => talker({ says: ['yes'], nth })) as [string, string]
    const agent = (id: number) => ({ id, full_name: `Operator ${id}`, phone_number: manner('operatorStays', '', id) })
    await using box = await startBox({ company: 'sina', agents: [agent(1)] }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal)
    box.panel.offer([{ id: 1, phone_number: first }])
    await watch.joined(await watch.channelTo(first, signal), signal)
    box.panel.staff({ inbound: [], outbound: [agent(2)] })
    box.panel.offer([{ id: 2, phone_number: second }])
    await watch.joined(await watch.channelTo(second, signal), signal)
    box.panel.staff({ inbound: [], outbound: [] })
    for (const phone of [first, second]) await hangUpAtCarrier(box, phone, signal)
    expect(await reportOf(box.panel, first, signal)).toMatchObject({ status: 'CONNECTED', agent_id: 1 })
    expect(await reportOf(box.panel, second, signal)).toMatchObject({ status: 'CONNECTED', agent_id: 2 })
    const rings = [first, second].map((phone) => [phone, 1] as const)
    await settled(box, engine, new Map(rings))
  })
})

test('beside a running engine: a refused report is seen and sent again by hand, and a number barred by hand is not rung', async () => {
  const signal = limit()
  const [poison, after, barred] = [1, 2, 3].map((nth) => manner('busy', '', nth)) as [string, string, string]
  await using box = await startBox({ company: 'sina' }, signal)
  await using engine = await started(box, signal)
  const salehi = (...args: readonly string[]) => runSalehi({ args, folder: engine.folder }, signal)
  box.panel.next({ fault: 'unprocessable' }, { on: 'report-result' })
  box.panel.offer([{ id: 1, phone_number: poison }])
  await engine.line(/report\.set_aside/, signal)
  box.panel.offer([{ id: 2, phone_number: after }])
  expect(await reportOf(box.panel, after, signal)).toMatchObject({ number_id: 2 })
  const list = await salehi('outbox', 'list')
  expect(list.stdout).toMatch(/^ +1 {2}SET ASIDE .*the panel refused it \(HTTP 422\)$/m)
  expect(list.stdout).toContain('0 waiting, 1 set aside')
  expect(list.output).not.toContain(poison.slice(1))
  expect(await salehi('outbox', 'resend', '1')).toMatchObject({ code: 0, stderr: '' })
  expect(await reportOf(box.panel, poison, signal)).toMatchObject({ number_id: 1, status: 'BUSY' })
  expect((await salehi('outbox', 'drop', '1', '--yes')).code).toBe(1)

  expect(await salehi('dnc', 'add', barred, '--note', 'by letter')).toMatchObject({ code: 0, stderr: '' })
  box.panel.offer([{ id: 3, phone_number: barred }])
  expect(await reportOf(box.panel, barred, signal)).toMatchObject({ number_id: 3, status: 'COMPLAINED' })
  expect((await salehi('dnc', 'list')).stdout).toContain(barred)
  await ended(engine)
  for (const [phone, times] of [
    [poison, 1],
    [after, 1],
    [barred, 0],
  ] as const) {
    expect(box.rig.carrier.calls(phone).length).toBe(times)
    expect(reportsOf(box.panel, phone).length).toBe(1)
  }
  expect(box.panel.violations).toEqual([])
})
