import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lines, startBox } from './box.ts'
import { ended, started } from './incidents/started.ts'
import { callWith, reportOf, reportsOf, storeOf } from './incidents/told.ts'
import { installedPrompts } from './outreach/installed-prompts.ts'
import { filed } from './outreach/outcomes.ts'
import { remains } from './outreach/remains.ts'
import { ari } from './rig/ari-probe.ts'
import type { Carrier } from './rig/carrier.ts'
import { heardPrompts } from './rig/heard-prompts.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 90_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)
const brief = (): AbortSignal => AbortSignal.timeout(5_000)

const [first, second] = lines
const elsewhere = '02144440000'
const leaves = talker({ ending: 'hangs-up-1.5s-after-answer' })
const rings = { id: 8, full_name: 'Ali', phone_number: manner('operator') }
const stays = { id: 7, full_name: 'Sara', phone_number: manner('operatorStays') }

test('a caller is matched to a line by Diversion, History-Info, To, the number dialled, in this order, else to the first line', async () => {
  const signal = limit()
  await using box = await startBox({ company: 'sina' }, signal)
  await using engine = await started(box, signal)
  const via = (number: string): string => `<sip:${number}@127.0.0.1>;reason=unconditional`
  const callers = [
    { did: first, to: first, headers: { Diversion: via(second), 'History-Info': via(first) }, line: second },
    { did: first, to: first, headers: { Diversion: via(`+98${second.slice(1)}`) }, line: second },
    { did: first, to: first, headers: { Diversion: via(elsewhere), 'History-Info': via(second) }, line: second },
    { did: first, to: second, headers: { Diversion: via(elsewhere), 'History-Info': via(elsewhere) }, line: second },
    { did: first, to: second, headers: {}, line: second },
    { did: second, to: elsewhere, headers: {}, line: second },
    { did: second, to: first, headers: {}, line: first },
    { did: elsewhere, to: elsewhere, headers: { Diversion: via(elsewhere) }, line: first },
  ]
  const phone = (at: number): string => `0935111000${at}`
  for (const [at, { line: _, ...dialled }] of callers.entries()) {
    const call = await box.rig.carrier.callIn({ ...dialled, callerId: phone(at), as: leaves }, signal)
    expect(await call.answered).toBe(true)
  }
  const reports = await Promise.all(callers.map((_, at) => reportOf(box.panel, phone(at), signal)))
  const idOf = (line: string) => box.panel.registered.lines.find(({ phone_number }) => phone_number === line)?.id
  expect(reports.map((report) => report['outbound_line_id'])).toEqual(callers.map(({ line }) => idOf(line)))
  expect(callers.map((_, at) => callWith(engine, phone(at)).line.number)).toEqual(callers.map(({ line }) => line))
  await ended(engine)
  expect(box.panel.reports.all.length).toBe(callers.length)
  expect(box.panel.violations).toEqual([])
})

test('a caller is who P-Asserted-Identity says, else the caller ID; a mobile gets its leading 0; one who hides is served all the same', async () => {
  const signal = limit()
  await using box = await startBox({ company: 'sina' }, signal)
  await using engine = await started(box, signal)
  const asserted = (user: string) => ({ 'P-Asserted-Identity': `"Somebody" <sip:${user}@127.0.0.1>` })
  const callers = [
    { callerId: '09351110001', headers: asserted('09352220001'), phone: '09352220001' },
    { callerId: '09351110002', headers: asserted('+989352220002'), phone: '09352220002' },
    { callerId: '09351110003', headers: asserted('9352220003'), phone: '09352220003' },
    { callerId: '9351110004', headers: {}, phone: '09351110004' },
    { callerId: '989351110005', headers: {}, phone: '09351110005' },
    { callerId: '02188880006', headers: {}, phone: '02188880006' },
    { headers: asserted('09352220007'), phone: '09352220007' },
    { headers: {}, phone: '' },
  ]
  for (const { phone: _, ...caller } of callers) {
    await box.rig.carrier.callIn({ did: first, ...caller, as: leaves }, signal)
  }
  await Promise.all(callers.map(({ phone }) => reportOf(box.panel, phone || 'anonymous', signal)))
  await ended(engine)
  expect(
    storeOf(engine)
      .calls.map(({ contact }) => contact.phone)
      .toSorted(),
  ).toEqual(callers.map(({ phone }) => phone as never).toSorted())
  for (const { body } of box.panel.reports.all) {
    expect(body).toMatchObject({ number_id: null, status: 'INBOUND_CALL', reason: filed.hangup.sentence })
  }
  expect(box.panel.reports.all.length).toBe(callers.length)
  expect(box.panel.violations).toEqual([])
  expect(await remains(box.rig.pbx, [], brief())).toEqual([])
})

describe.concurrent('a caller who is served', () => {
  test('hears the prompts, says yes, talks with an operator who sees the number, and is reported as an inbound call', async () => {
    const signal = limit()
    await using box = await startBox({ company: 'sina', agents: [rings] }, signal)
    await using engine = await started(box, signal)
    const phone = '09355550001'
    const as = talker({ says: ['yes'] })
    const call = await box.rig.carrier.callIn({ did: second, callerId: phone, as }, signal)
    const { carrier, clips } = box.rig
    const leg = await carrier.until(rings.phone_number, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
    expect(leg.presented.number).toBe(phone)
    await sleep(6_000) // what the operator says takes so long
    await call.hangUp(signal)
    expect(await reportOf(box.panel, phone, signal)).toEqual({
      number_id: null,
      phone_number: phone,
      company: 'sina',
      scenario_id: 1,
      outbound_line_id: 2,
      status: 'INBOUND_CALL',
      reason: filed.connected.sentence,
      attempted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:30$/),
      agent_id: 8,
      agent_phone: rings.phone_number,
      user_message: 'بله، علاقه دارم',
    })
    expect(await carrier.until(rings.phone_number, ({ endedAtMs }) => endedAtMs !== undefined, signal)).toMatchObject({
      endedBy: 'pbx',
    })
    await ended(engine)
    expect(reportsOf(box.panel, phone).length).toBe(1)
    const record = callWith(engine, phone)
    expect(record).toMatchObject({
      direction: 'inbound',
      outcome: { disposition: 'inbound_call', detail: 'connected' },
      endedBy: 'them',
      operator: { panelId: 8 },
      hangup: { cause: 16 },
    })
    expect(await remains(box.rig.pbx, [], brief())).toEqual([])
    const folder = mkdtempSync(join(tmpdir(), 'salehi-heard-'))
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
    const sounds = [...(await installedPrompts('sina', folder, signal)), ...clips]
    const { found, unexpected } = await heardPrompts(await call.recording(signal), sounds)
    expect(found.map(({ name }) => name)).toEqual(['hello', 'alo', 'yes', 'onhold', 'operator'])
    expect(found.map(({ whole }) => whole)).toEqual([true, true, true, false, true])
    expect(unexpected).toEqual([])
  })

  test('and asks never to be called again, though not staying for the goodbye, is not rung, whatever list the number stands on', async () => {
    const signal = limit()
    await using box = await startBox({ company: 'sina' }, signal)
    await using engine = await started(box, signal)
    const phone = talker({ says: ['yes'] })
    const other = talker({ ending: 'hangs-up-1.5s-after-answer' })
    const as = talker({ says: ['never-again'], ending: 'hangs-up-3s-later' })
    await box.rig.carrier.callIn({ did: first, callerId: phone, as }, signal)
    const report = await reportOf(box.panel, phone, signal)
    expect(report).toMatchObject({ number_id: null, status: 'INBOUND_CALL', reason: filed.complained.sentence })
    expect(callWith(engine, phone).outcome).toEqual({ disposition: 'inbound_call', detail: 'complained' })
    expect(storeOf(engine).doNotCall).toEqual([phone])
    box.panel.offer([
      { id: 1, phone_number: phone },
      { id: 2, phone_number: other },
    ])
    await engine.line(/contact\.given_up.*do_not_call/, signal)
    expect(await reportOf(box.panel, other, signal)).toMatchObject({ number_id: 2, status: 'HANGUP' })
    await ended(engine)
    expect(box.rig.carrier.calls(phone)).toEqual([])
    expect(reportsOf(box.panel, phone).map(({ body }) => [body['number_id'], body['status']])).toEqual([
      [null, 'INBOUND_CALL'],
      [1, 'COMPLAINED'],
    ])
    expect(box.panel.reports.all.length).toBe(3)
  })

  test('and hides the number reaches an operator, who sees our line; nobody is barred for them', async () => {
    const signal = limit()
    await using box = await startBox({ company: 'sina', agents: [stays] }, signal)
    await using engine = await started(box, signal)
    const call = await box.rig.carrier.callIn({ did: first, as: talker({ says: ['yes'] }) }, signal)
    const { carrier } = box.rig
    const leg = await carrier.until(stays.phone_number, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
    expect(leg.presented.number).toBe(first)
    await call.hangUp(signal)
    expect(await reportOf(box.panel, 'anonymous', signal)).toMatchObject({
      reason: filed.connected.sentence,
      agent_id: 7,
    })
    await ended(engine)
  })

  test('goes through the part of the scenario that is for callers, where it has one', async () => {
    const signal = limit()
    const folder = mkdtempSync(join(tmpdir(), 'salehi-scenarios-'))
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
    mkdirSync(join(folder, 'sina'))
    const sina = await Bun.file(join(import.meta.dir, '../../scenarios/sina/sina.yaml')).text()
    await Bun.write(join(folder, 'sina/sina.yaml'), `${sina}\n  inbound: [{ say: goodby }, { hangup: unknown }]\n`)
    await using box = await startBox({ company: 'sina' }, signal)
    await using engine = await started(box, signal, { settings: { SCENARIOS_DIR: folder } })
    const phone = '09355550004'
    await box.rig.carrier.callIn({ did: first, callerId: phone, as: talker({}) }, signal)
    expect(await reportOf(box.panel, phone, signal)).toMatchObject({ reason: filed.unknown.sentence })
    await ended(engine)
    expect(callWith(engine, phone).trace.map(({ path }) => path)).toEqual(['inbound[0]', 'inbound[1]'])
  })

  test('and connected through the exchange’s own extension is one call: its far half is no caller', async () => {
    const signal = limit()
    await using box = await startBox({ company: 'sina' }, signal)
    await using engine = await started(box, signal, { settings: { OPERATOR_ENDPOINT: 'Local/6005@from-internal' } })
    const phone = '09355550005'
    const operator = '09201111111'
    const call = await box.rig.carrier.callIn({ did: first, callerId: phone, as: talker({ says: ['yes'] }) }, signal)
    const { carrier } = box.rig
    const leg = await carrier.until(operator, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
    expect(leg.presented.number).toBe(phone)
    await call.hangUp(signal)
    expect(await reportOf(box.panel, phone, signal)).toMatchObject({ reason: filed.connected.sentence })
    await carrier.until(operator, ({ endedAtMs }) => endedAtMs !== undefined, signal)
    await ended(engine)
    expect(engine.output.match(/inbound\.arrived/g)?.length).toBe(1)
    expect(storeOf(engine).calls.length).toBe(1)
    expect(box.panel.reports.all.length).toBe(1)
    expect(await remains(box.rig.pbx, [], brief())).toEqual([])
  })
})

/** Waits until the caller's own telephone company says that it rings. */
async function hearsRinging(carrier: Carrier, id: string): Promise<void> {
  const signal = brief()
  for (;;) {
    const channel = (await ari(carrier, { method: 'GET', path: `/channels/${id}` }, signal)) as {
      readonly state: string
    }
    if (channel.state === 'Ringing') return
    await sleep(50, undefined, { signal })
  }
}

describe.concurrent('a caller whose line is full', () => {
  const oneAtATime = { OUTBOUND_NUMBERS: first, MAX_CONCURRENT_CALLS: '1' }
  const talking = talker({ ending: 'hangs-up-8s-later' })
  const next = talker({ ending: 'hangs-up-1.5s-after-answer', nth: 1 })

  test('hears it ring and is served before anyone else is called; one who gives up holds nobody up', async () => {
    const signal = limit()
    await using box = await startBox({ company: 'sina', numbers: [{ id: 1, phone_number: talking }] }, signal)
    await using engine = await started(box, signal, { settings: oneAtATime })
    const { carrier } = box.rig
    const up = await carrier.until(talking, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
    const [gaveUp, waited] = ['09355550011', '09355550012'] as const
    const impatient = await carrier.callIn({ did: first, callerId: gaveUp, as: leaves }, signal)
    await engine.line(/inbound\.arrived/, signal)
    const patient = await carrier.callIn({ did: first, callerId: waited, as: leaves }, signal)
    box.panel.offer([{ id: 2, phone_number: next }])
    for (const { id } of [impatient, patient]) await hearsRinging(carrier, id)
    await impatient.hangUp(signal)
    expect(await impatient.answered).toBe(false)
    expect(await reportOf(box.panel, gaveUp, signal)).toMatchObject({
      status: 'INBOUND_CALL',
      reason: filed.hangup.sentence,
    })
    expect(await patient.answered).toBe(true)
    expect(await reportOf(box.panel, next, signal)).toMatchObject({ number_id: 2 })
    await ended(engine)
    const [first_, served, last] = [talking, waited, next].map((phone) => callWith(engine, phone))
    expect(callWith(engine, gaveUp).answeredAt).toBeUndefined()
    expect(served?.answeredAt).toBeGreaterThanOrEqual(first_?.endedAt ?? Number.POSITIVE_INFINITY)
    expect(last?.attemptedAt).toBeGreaterThanOrEqual(served?.endedAt ?? Number.POSITIVE_INFINITY)
    expect(up.calledAtMs).toBeLessThan(served?.attemptedAt ?? 0)
    expect(box.panel.reports.all.length).toBe(4)
    expect(await remains(box.rig.pbx, [], brief())).toEqual([])
  })

  test('is answered and hears the hold music where that is chosen, then the scenario', async () => {
    const signal = limit()
    await using box = await startBox({ company: 'sina', numbers: [{ id: 1, phone_number: talking }] }, signal)
    await using engine = await started(box, signal, { settings: { ...oneAtATime, INBOUND_QUEUE: 'answer' } })
    const { carrier } = box.rig
    await carrier.until(talking, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
    const phone = '09355550013'
    const call = await carrier.callIn({ did: first, callerId: phone, as: talker({ ending: 'stays' }) }, signal)
    expect(await call.answered).toBe(true)
    expect(storeOf(engine).calls).toEqual([])
    await reportOf(box.panel, talking, signal)
    await sleep(5_000) // some of the greeting
    await call.hangUp(signal)
    await reportOf(box.panel, phone, signal)
    await ended(engine)
    const folder = mkdtempSync(join(tmpdir(), 'salehi-heard-'))
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
    const { found } = await heardPrompts(await call.recording(signal), await installedPrompts('sina', folder, signal))
    expect(found.map(({ name, whole }) => [name, whole])).toEqual([
      ['onhold', false],
      ['hello', false],
    ])
    expect(await remains(box.rig.pbx, [], brief())).toEqual([])
  })
})
