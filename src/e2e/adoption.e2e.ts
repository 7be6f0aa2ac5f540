import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../session/ports.ts'
import type { Box } from './box.ts'
import { lines, startBox } from './box.ts'
import type { Engine } from './engine.ts'
import { EventWire } from './incidents/event-wire.ts'
import { untilNoted } from './incidents/noted.ts'
import { PbxWatch } from './incidents/pbx-watch.ts'
import { SharedFolder } from './incidents/shared-folder.ts'
import { ended, started } from './incidents/started.ts'
import { callWith, reportOf, reportsOf, storeOf } from './incidents/told.ts'
import { installedPrompts } from './outreach/installed-prompts.ts'
import { remains } from './outreach/remains.ts'
import { ari } from './rig/ari-probe.ts'
import { heardPrompts } from './rig/heard-prompts.ts'
import type { CarrierCall } from './rig/journal.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 110_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)
const brief = (): AbortSignal => AbortSignal.timeout(5_000)

const [line] = lines
const caller = '09355550031'
const speaks = { id: 7, full_name: 'Sara', phone_number: manner('operator') }
const neverAnswers = { id: 8, full_name: 'Ali', phone_number: manner('operatorNeverAnswers') }
const agrees = talker({ says: ['yes'] })
const numbers = (...phones: readonly string[]) => phones.map((phone, at) => ({ id: at + 1, phone_number: phone }))
const isJoined = ({ joined }: Progress): boolean => joined !== undefined
/** Longer than the operator's words. */
const operatorSpeaksMs = 7_000
const isUp = ({ answeredAtMs }: CarrierCall): boolean => answeredAtMs !== undefined
const isOver = ({ endedAtMs }: CarrierCall): boolean => endedAtMs !== undefined

/** The names of what was heard in a recording, in the order of time; a prompt cut short has `…` behind it. */
async function heardIn(box: Box, file: string, signal: AbortSignal): Promise<readonly string[]> {
  using folder = new SharedFolder()
  const sounds = [...(await installedPrompts('sina', folder.path, signal)), ...box.rig.clips]
  const { found } = await heardPrompts(file, sounds)
  return found.map(({ name, whole }) => (whole ? name : `${name}…`))
}

/** Fails unless Asterisk is empty, nothing is left in the store to take up, and each was rung and reported once. */
async function settled(box: Box, engine: Engine, ...phones: readonly string[]): Promise<void> {
  await ended(engine)
  expect(
    await remains(
      box.rig.pbx,
      storeOf(engine).calls.map(({ id }) => id),
      brief(),
    ),
  ).toEqual([])
  for (const phone of phones) {
    expect(box.rig.carrier.calls(phone).length, 'how often it rang').toBe(1)
    expect(reportsOf(box.panel, phone).map(({ idempotencyKey }) => idempotencyKey)).toEqual([
      callWith(engine, phone).id,
    ])
  }
  expect(box.panel.violations).toEqual([])
}

async function hangUpAtCarrier(box: Box, phone: string, signal: AbortSignal): Promise<void> {
  const { id } = await box.rig.carrier.until(phone, isUp, signal)
  await ari(box.rig.carrier, { method: 'DELETE', path: `/channels/${id}` }, signal)
}

const connected = (id: number | null) => ({
  number_id: id,
  status: id === null ? 'INBOUND_CALL' : 'CONNECTED',
  agent_id: 7,
  agent_phone: speaks.phone_number,
  user_message: 'بله، علاقه دارم',
})

describe.concurrent('a conversation with an operator', () => {
  test('goes on while the engine is dead, is taken up by the next one, and is recorded when the customer leaves', async () => {
    const signal = limit()
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', agents: [speaks], numbers: numbers(agrees) }, signal)
    const { carrier } = box.rig
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { folder: folder.path })
    const channel = await watch.channelTo(agrees, signal)
    await watch.joined(channel, signal)
    await untilNoted(engine, isJoined, signal)
    engine.kill('SIGKILL')
    await engine.exited
    await sleep(operatorSpeaksMs, undefined, { signal }) // nobody is there but the two, and they hear each other
    expect([carrier.calls(agrees).filter(isOver), carrier.calls(speaks.phone_number).filter(isOver)]).toEqual([[], []])
    await using next = await started(box, signal, { folder: folder.path })
    await next.line(/call\.adopted/, signal)
    expect(carrier.calls(agrees).filter(isOver)).toEqual([])
    await hangUpAtCarrier(box, agrees, signal)
    const leftAt = Date.now()
    expect(await reportOf(box.panel, agrees, signal)).toMatchObject(connected(1))
    expect(await carrier.until(speaks.phone_number, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
    await settled(box, next, agrees)
    const record = callWith(next, agrees)
    expect(record).toMatchObject({
      outcome: { disposition: 'connected' },
      endedBy: 'them',
      hangup: { cause: 16 },
      operator: { panelId: 7 },
      turns: [{ intent: 'yes' }],
    })
    expect(Math.abs(record.endedAt - leftAt)).toBeLessThan(3_000)
    const [call] = carrier.calls(agrees)
    if (call === undefined) throw new Error('nobody was rung')
    expect(await heardIn(box, await carrier.recording(call, signal), signal)).toContain('operator')
  })

  test('goes on when the engine is stopped and its time is over; the next one ends the call when the operator leaves', async () => {
    const signal = limit()
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', agents: [speaks], numbers: numbers(agrees) }, signal)
    const { carrier } = box.rig
    const watch = await PbxWatch.on(box.rig.pbx)
    const options = { settings: { DRAIN_TIMEOUT: '1' }, folder: folder.path }
    await using engine = await started(box, signal, options)
    await watch.joined(await watch.channelTo(agrees, signal), signal)
    engine.kill('SIGTERM')
    expect(await engine.exited).toBe(0)
    expect(engine.output).toMatch(/call\.goes_on/)
    expect(reportsOf(box.panel, agrees)).toEqual([])
    expect([carrier.calls(agrees).filter(isOver), carrier.calls(speaks.phone_number).filter(isOver)]).toEqual([[], []])
    await using next = await started(box, signal, options)
    await next.line(/call\.adopted/, signal)
    await hangUpAtCarrier(box, speaks.phone_number, signal)
    expect(await reportOf(box.panel, agrees, signal)).toMatchObject(connected(1))
    expect(await carrier.until(agrees, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
    await settled(box, next, agrees)
    expect(callWith(next, agrees)).toMatchObject({ endedBy: 'us', outcome: { disposition: 'connected' } })
  })

  test('is adopted too where the customer rang us', async () => {
    const signal = limit()
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', agents: [speaks] }, signal)
    const { carrier } = box.rig
    await using engine = await started(box, signal, { folder: folder.path })
    const call = await carrier.callIn({ did: line, callerId: caller, as: agrees }, signal)
    await carrier.until(speaks.phone_number, isUp, signal)
    await untilNoted(engine, isJoined, signal)
    engine.kill('SIGKILL')
    await engine.exited
    await using next = await started(box, signal, { folder: folder.path })
    await next.line(/call\.adopted/, signal)
    await call.hangUp(signal)
    expect(await reportOf(box.panel, caller, signal)).toMatchObject(connected(null))
    expect(await carrier.until(speaks.phone_number, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
    await ended(next)
    expect(callWith(next, caller)).toMatchObject({
      outcome: { disposition: 'inbound_call', detail: 'connected' },
      endedBy: 'them',
    })
    expect(reportsOf(box.panel, caller).length).toBe(1)
    expect(await remains(box.rig.pbx, [], brief())).toEqual([])
  })

  test('that ended while no engine was there is recorded as it was last known', async () => {
    const signal = limit()
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', agents: [speaks], numbers: numbers(agrees) }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { folder: folder.path })
    await watch.joined(await watch.channelTo(agrees, signal), signal)
    await untilNoted(engine, isJoined, signal)
    engine.kill('SIGKILL')
    await engine.exited
    await hangUpAtCarrier(box, agrees, signal)
    await using next = await started(box, signal, { folder: folder.path })
    expect(await reportOf(box.panel, agrees, signal)).toMatchObject(connected(1))
    expect(await box.rig.carrier.until(speaks.phone_number, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
    await settled(box, next, agrees)
  })
})

describe.concurrent('an engine that dies', () => {
  test('in the middle of scenarios: callers hear the farewell and keep the disposition they had; a phone that rings stops', async () => {
    const signal = limit()
    const [listens, rings] = [talker({}), manner('ringsForEver')]
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', agents: [neverAnswers], numbers: numbers(agrees) }, signal)
    const { carrier } = box.rig
    const watch = await PbxWatch.on(box.rig.pbx)
    const options = { settings: { ORIGINATION_TIMEOUT: '60' }, folder: folder.path }
    await using engine = await started(box, signal, options)
    const operatorRings = carrier.until(neverAnswers.phone_number, () => true, signal)
    const called = await watch.channelTo(agrees, signal)
    await watch.saw(called, 'PlaybackStarted', signal)
    box.panel.offer([listens, rings].map((phone, at) => ({ id: at + 2, phone_number: phone })))
    await watch.dialing(await watch.channelTo(rings, signal), 'RINGING', signal)
    await operatorRings
    engine.kill('SIGKILL')
    await engine.exited
    await using next = await started(box, signal, options)
    const hasHeard = { [listens]: 'HANGUP', [agrees]: 'DISCONNECTED' }
    for (const [phone, status] of Object.entries(hasHeard)) {
      expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status })
      const call = await carrier.until(phone, isOver, signal)
      expect(call).toMatchObject({ endedBy: 'pbx' })
      expect((await heardIn(box, await carrier.recording(call, signal), signal)).at(-1)).toBe('goodby')
    }
    expect(await reportOf(box.panel, rings, signal)).toMatchObject({
      status: 'FAILED',
      reason: 'An internal fault ended the call.',
    })
    for (const phone of [rings, neverAnswers.phone_number]) {
      expect(await carrier.until(phone, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
    }
    await settled(box, next, listens, agrees, rings)
  })

  test('leaves a caller who waits on a full line ringing; the next one serves them', async () => {
    const signal = limit()
    const talks = talker({})
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', numbers: numbers(talks) }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    const settings = { MAX_CONCURRENT_CALLS: '1', OUTBOUND_NUMBERS: line }
    await using engine = await started(box, signal, { settings, folder: folder.path })
    await watch.saw(await watch.channelTo(talks, signal), 'PlaybackStarted', signal)
    const as = talker({ says: ['no'] })
    const call = await box.rig.carrier.callIn({ did: line, callerId: caller, as }, signal)
    await untilNoted(engine, ({ soFar }) => soFar.direction === 'inbound', signal)
    engine.kill('SIGKILL')
    await engine.exited
    await using next = await started(box, signal, { settings, folder: folder.path })
    expect(await call.answered).toBe(true)
    expect(await reportOf(box.panel, caller, signal)).toMatchObject({
      status: 'INBOUND_CALL',
      user_message: 'نه، نمی‌خوام',
    })
    expect(await reportOf(box.panel, talks, signal)).toMatchObject({ status: 'HANGUP' })
    await settled(box, next, talks)
    expect(callWith(next, caller).outcome).toEqual({ disposition: 'inbound_call', detail: 'not_interested' })
  })
})

test('a caller whose arrival was lost with the event socket is served as soon as it is back', async () => {
  const signal = limit()
  await using box = await startBox({ company: 'sina' }, signal)
  using wire = new EventWire(box)
  await using engine = await started(box, signal, { settings: wire.settings })
  wire.stall()
  const as = talker({ says: ['no'] })
  const call = await box.rig.carrier.callIn({ did: line, callerId: caller, as }, signal)
  // Only one who has arrived can be lost: between two sockets Asterisk turns a newcomer away by itself.
  while ((await box.leftovers(signal)).length === 0) await sleep(50, undefined, { signal })
  await wire.mend(engine, signal)
  expect(await call.answered).toBe(true)
  expect(await reportOf(box.panel, caller, signal)).toMatchObject({ status: 'INBOUND_CALL' })
  await ended(engine)
  expect(callWith(engine, caller).outcome).toEqual({ disposition: 'inbound_call', detail: 'not_interested' })
  expect(reportsOf(box.panel, caller).length).toBe(1)
})
