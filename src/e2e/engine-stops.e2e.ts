import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Box, lines, startBox } from './box.ts'
import type { Engine } from './engine.ts'
import { PbxWatch } from './incidents/pbx-watch.ts'
import { SharedFolder } from './incidents/shared-folder.ts'
import { ended, started } from './incidents/started.ts'
import { callWith, reportOf, reportsOf, storeOf } from './incidents/told.ts'
import { filed } from './outreach/outcomes.ts'
import { remains } from './outreach/remains.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 80_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)
const brief = (): AbortSignal => AbortSignal.timeout(5_000)

const [line] = lines
const oneAtATime = { MAX_CONCURRENT_CALLS: '1' }
const stopping = 'The call ended because the service was stopping.'
/** In the middle of a scenario: what was true of the call then. */
const left = { status: 'HANGUP', reason: filed.hangup.sentence }
const interrupted = { status: 'FAILED', reason: 'An internal fault ended the call.' }
const numbers = (...phones: readonly string[]) => phones.map((phone, at) => ({ id: at + 1, phone_number: phone }))
const isOver = ({ endedAtMs }: { readonly endedAtMs?: number }): boolean => endedAtMs !== undefined

/** Fails unless each of these was rung once, recorded once and reported once, and Asterisk is empty. */
async function settled(box: Box, engine: Engine, ...phones: readonly string[]): Promise<void> {
  expect(await remains(box.rig.pbx, [], brief())).toEqual([])
  await ended(engine)
  for (const phone of phones) {
    expect(box.rig.carrier.calls(phone).length, 'how often it rang').toBe(1)
    expect(reportsOf(box.panel, phone).map(({ idempotencyKey }) => idempotencyKey)).toEqual([
      callWith(engine, phone).id,
    ])
  }
  expect(box.panel.violations).toEqual([])
}

describe.concurrent('an engine that is asked to stop', () => {
  test('lets calls that are up or ringing come to their end, starts none, and exits with 0; what is left waits for the next start', async () => {
    const signal = limit()
    const [talks, rings] = [talker({ says: ['no'] }), talker({ rings: 8, ending: 'hangs-up-1.5s-after-answer' })]
    const waits = manner('busy')
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', numbers: numbers(talks, rings, waits) }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    const options = { settings: { ...oneAtATime, DRAIN_TIMEOUT: '60' }, folder: folder.path }
    await using engine = await started(box, signal, options)
    await watch.saw(await watch.channelTo(talks, signal), 'PlaybackStarted', signal)
    await watch.dialing(await watch.channelTo(rings, signal), 'RINGING', signal)
    engine.kill('SIGTERM')
    expect(await engine.exited).toBe(0)
    expect(reportsOf(box.panel, talks)).toMatchObject([{ body: { status: 'NOT_INTERESTED' } }])
    expect(reportsOf(box.panel, rings)).toMatchObject([{ body: { status: 'HANGUP' } }])
    expect(box.rig.carrier.calls(waits)).toEqual([])
    expect(await remains(box.rig.pbx, [], brief())).toEqual([])
    await using next = await started(box, signal, options)
    expect(await reportOf(box.panel, waits, signal)).toMatchObject({ number_id: 3, status: 'BUSY' })
    await settled(box, next, talks, rings, waits)
  })

  test('cuts a scenario when its time is over, and reports it as its own doing; a caller who waits rings on for the next one', async () => {
    const signal = limit()
    const [talks, caller] = [talker({}), '09355550021']
    await using box = await startBox({ company: 'sina', numbers: numbers(talks) }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    const settings = { ...oneAtATime, OUTBOUND_NUMBERS: line, DRAIN_TIMEOUT: '1' }
    using folder = new SharedFolder()
    await using engine = await started(box, signal, { settings, folder: folder.path })
    await watch.saw(await watch.channelTo(talks, signal), 'PlaybackStarted', signal)
    const call = await box.rig.carrier.callIn({ did: line, callerId: caller, as: talker({ says: ['no'] }) }, signal)
    await engine.line(/inbound\.arrived/, signal)
    engine.kill('SIGTERM')
    expect(await engine.exited).toBe(0)
    expect(reportsOf(box.panel, talks)).toMatchObject([{ body: { status: 'FAILED', reason: stopping } }])
    expect(reportsOf(box.panel, caller)).toEqual([])
    await using next = await started(box, signal, { settings, folder: folder.path })
    expect(await call.answered).toBe(true)
    expect(await reportOf(box.panel, caller, signal)).toMatchObject({
      status: 'INBOUND_CALL',
      reason: filed.notInterested.sentence,
    })
    await settled(box, next, talks)
    expect(box.panel.violations).toEqual([])
  })

  test('ends at once when asked a second time; the next start settles the call', async () => {
    const signal = limit()
    const talks = talker({})
    using folder = new SharedFolder()
    await using box = await startBox({ company: 'sina', numbers: numbers(talks) }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { folder: folder.path })
    await watch.saw(await watch.channelTo(talks, signal), 'PlaybackStarted', signal)
    engine.kill('SIGTERM')
    await engine.line(/engine\.stopping/, signal)
    const askedMs = performance.now()
    engine.kill('SIGTERM')
    expect(await engine.exited).toBe(1)
    expect(performance.now() - askedMs).toBeLessThan(1_000)
    expect(reportsOf(box.panel, talks)).toEqual([])
    await using next = await started(box, signal, { folder: folder.path })
    expect(await reportOf(box.panel, talks, signal)).toMatchObject({ number_id: 1, ...left })
    expect(await box.rig.carrier.until(talks, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
    await settled(box, next, talks)
  })
})

test('an engine that is killed: the next one ends its calls, records and reports each once, rings nobody twice and goes on with the list', async () => {
  const signal = limit()
  const [done, talks, rings] = [manner('busy'), talker({}), manner('ringsForEver')]
  const waits = manner('busy', '', 2)
  using folder = new SharedFolder()
  await using box = await startBox({ company: 'sina', numbers: numbers(done) }, signal)
  const watch = await PbxWatch.on(box.rig.pbx)
  const options = { settings: oneAtATime, folder: folder.path }
  await using engine = await started(box, signal, options)
  // The first call is over, and the panel does not take its report.
  box.panel.when(({ url }) => (url.pathname.endsWith('/report-result') ? { fault: 'server_error' } : undefined))
  await engine.line(/call\.ended/, signal)
  box.panel.offer([talks, rings, waits].map((phone, at) => ({ id: at + 2, phone_number: phone })))
  await watch.saw(await watch.channelTo(talks, signal), 'PlaybackStarted', signal)
  await watch.dialing(await watch.channelTo(rings, signal), 'RINGING', signal)
  engine.kill('SIGKILL')
  await engine.exited
  expect(storeOf(engine).calls.length).toBe(1)
  expect(box.rig.carrier.calls().filter(isOver).length).toBe(1)
  box.panel.clear()
  await using next = await started(box, signal, options)
  for (const [phone, became] of [
    [talks, left],
    [rings, interrupted],
  ] as const) {
    expect(await reportOf(box.panel, phone, signal)).toMatchObject(became)
    expect(await box.rig.carrier.until(phone, isOver, signal)).toMatchObject({ endedBy: 'pbx' })
  }
  expect(await reportOf(box.panel, done, signal)).toMatchObject({ number_id: 1, status: 'BUSY' })
  expect(await reportOf(box.panel, waits, signal)).toMatchObject({ number_id: 4, status: 'BUSY' })
  await settled(box, next, done, talks, rings, waits)
})
