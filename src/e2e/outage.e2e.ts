import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Box, startBox } from './box.ts'
import type { Engine } from './engine.ts'
import { EventWire } from './incidents/event-wire.ts'
import { PbxWatch } from './incidents/pbx-watch.ts'
import { printed } from './incidents/printed.ts'
import { ended, started } from './incidents/started.ts'
import { callWith, reportOf, reportsOf } from './incidents/told.ts'
import { filed } from './outreach/outcomes.ts'
import { remains } from './outreach/remains.ts'
import { ari } from './rig/ari-probe.ts'
import { manner, talker } from './rig/numbers.ts'

const limitMs = 80_000
setDefaultTimeout(limitMs)
const limit = (): AbortSignal => AbortSignal.timeout(limitMs - 5_000)
const brief = (): AbortSignal => AbortSignal.timeout(5_000)

const lost = { status: 'FAILED', reason: 'The connection to the telephone exchange was lost.' }
const operator = (nth: number) => ({
  id: nth,
  full_name: `Operator ${nth}`,
  phone_number: manner('operatorStays', '', nth),
})
const numbers = (...phones: readonly string[]) => phones.map((phone, at) => ({ id: at + 1, phone_number: phone }))

/** Fails unless each of these was rung once and reported once, and nothing is left of their calls. */
async function settled(box: Box, engine: Engine, ...phones: readonly string[]): Promise<void> {
  expect(await remains(box.rig.pbx, [], brief())).toEqual([])
  await ended(engine)
  for (const phone of phones) {
    expect(box.rig.carrier.calls(phone).length, 'how often it rang').toBe(1)
    expect(reportsOf(box.panel, phone).length, 'reports').toBe(1)
  }
  expect(box.panel.violations).toEqual([])
}

const hangUpAtCarrier = async (box: Box, phone: string, signal: AbortSignal): Promise<void> => {
  const { id } = await box.rig.carrier.until(phone, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
  await ari(box.rig.carrier, { method: 'DELETE', path: `/channels/${id}` }, signal)
  await box.rig.carrier.until(phone, ({ endedAtMs }) => endedAtMs !== undefined, signal)
}

describe.concurrent('the event socket is cut', () => {
  test('while a prompt plays: the call goes on where it is', async () => {
    const signal = limit()
    const [refuses, silent] = [talker({ says: ['no'] }), talker({ rings: 5 })]
    await using box = await startBox({ company: 'sina' }, signal)
    using wire = new EventWire(box)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { settings: wire.settings })
    box.panel.offer(numbers(refuses, silent))
    // One sound goes on when the socket is back, the other has ended meanwhile.
    const [listening, waiting] = await Promise.all([refuses, silent].map((phone) => watch.channelTo(phone, signal)))
    await watch.saw(listening ?? '', 'PlaybackStarted', signal)
    await wire.cut(engine, signal)
    await wire.mend(engine, signal)
    await watch.saw(waiting ?? '', 'PlaybackContinuing', signal)
    await wire.cut(engine, signal)
    await watch.saw(waiting ?? '', 'PlaybackFinished', signal)
    await wire.mend(engine, signal)
    expect(await reportOf(box.panel, refuses, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    expect(await reportOf(box.panel, silent, signal)).toMatchObject({
      status: 'HANGUP',
      reason: filed.hangup.sentence,
    })
    await settled(box, engine, refuses, silent)
    const { endedBy, trace } = callWith(engine, silent)
    expect(endedBy).toBe('us')
    expect(trace.map(({ result }) => result)).toEqual(['no_input', 'no_input', 'hangup'])
  })

  test('while a reply is recorded: the reply is understood when the socket is back', async () => {
    const signal = limit()
    const agent = { id: 1, full_name: 'Short', phone_number: manner('operatorLeavesAtOnce') }
    const agrees = talker({ says: ['yes'] })
    await using box = await startBox({ company: 'sina', agents: [agent] }, signal)
    using wire = new EventWire(box)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { settings: wire.settings })
    box.panel.offer(numbers(agrees))
    const channel = await watch.channelTo(agrees, signal)
    await watch.saw(channel, 'RecordingStarted', signal)
    await wire.cut(engine, signal)
    await watch.saw(channel, 'RecordingFinished', signal)
    await wire.mend(engine, signal)
    const report = await reportOf(box.panel, agrees, signal)
    expect(report).toMatchObject({ status: 'CONNECTED', agent_id: 1, user_message: 'بله، علاقه دارم' })
    await settled(box, engine, agrees)
    expect(watch.count(channel, 'RecordingStarted')).toBe(1)
  })

  test('while customers talk with operators: who leaves meanwhile is noticed, who stays goes on', async () => {
    const signal = limit()
    const [left, leaver, stayer] = [0, 1, 2].map((nth) => talker({ says: ['yes'], nth })) as [string, string, string]
    const agents = [1, 2, 3].map(operator)
    await using box = await startBox({ company: 'sina', agents }, signal)
    using wire = new EventWire(box)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { settings: wire.settings })
    box.panel.offer(numbers(left, leaver, stayer))
    const customers = await Promise.all([left, leaver, stayer].map((phone) => watch.channelTo(phone, signal)))
    await Promise.all(customers.map((id) => watch.joined(id, signal)))
    await wire.cut(engine, signal)
    const operatorOf = (customer: string): string =>
      agents.find(({ phone_number }) => box.rig.carrier.presented(phone_number)[0]?.number === customer)
        ?.phone_number ?? ''
    await Promise.all([hangUpAtCarrier(box, operatorOf(left), signal), hangUpAtCarrier(box, leaver, signal)])
    await wire.mend(engine, signal)
    for (const phone of [left, leaver]) {
      expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status: 'CONNECTED' })
    }
    const ends = [left, operatorOf(leaver)].map((phone) => box.rig.carrier.until(phone, isOver, signal))
    for (const call of await Promise.all(ends)) expect(call.endedBy).toBe('pbx')
    expect(box.rig.carrier.calls(stayer)[0]?.endedAtMs).toBeUndefined()
    expect(reportsOf(box.panel, stayer)).toEqual([])
    await hangUpAtCarrier(box, stayer, signal)
    expect(await reportOf(box.panel, stayer, signal)).toMatchObject({ status: 'CONNECTED' })
    await settled(box, engine, left, leaver, stayer)
    expect([left, leaver, stayer].map((phone) => callWith(engine, phone).endedBy)).toEqual(['us', 'them', 'them'])
  })

  test('while phones ring: who answers meanwhile is served, who does not is reported so', async () => {
    const signal = limit()
    const [answers, refuses, never] = [
      talker({ rings: 8, says: ['no'] }),
      manner('ringsThenRefuses'),
      manner('ringsForEver'),
    ]
    await using box = await startBox({ company: 'sina' }, signal)
    using wire = new EventWire(box)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { settings: wire.settings })
    box.panel.offer(numbers(never, answers, refuses))
    for (const phone of [never, answers, refuses]) {
      await watch.dialing(await watch.channelTo(phone, signal), 'RINGING', signal)
    }
    await wire.cut(engine, signal)
    await box.rig.carrier.until(answers, ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
    await box.rig.carrier.until(refuses, isOver, signal)
    await box.rig.carrier.until(never, isOver, signal)
    await wire.mend(engine, signal)
    for (const phone of [refuses, never]) {
      expect(await reportOf(box.panel, phone, signal)).toMatchObject({
        status: 'MISSED',
        reason: filed.noAnswer.sentence,
      })
    }
    expect(await reportOf(box.panel, answers, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    await settled(box, engine, never, answers, refuses)
  })

  test('and nobody says so: the silence is noticed, and what happened meanwhile is made up for', async () => {
    const signal = limit()
    const [leaves, next] = [talker({ ending: 'hangs-up-8s-later' }), manner('busy')]
    await using box = await startBox({ company: 'sina' }, signal)
    using wire = new EventWire(box)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal, { settings: wire.settings })
    box.panel.offer(numbers(leaves))
    await watch.saw(await watch.channelTo(leaves, signal), 'PlaybackStarted', signal)
    wire.stall()
    await box.rig.carrier.until(leaves, isOver, signal)
    await engine.line(/ari\.down.*Asterisk stopped answering on the event socket/, signal)
    await wire.mend(engine, signal)
    expect(await reportOf(box.panel, leaves, signal)).toMatchObject({ status: 'HANGUP' })
    box.panel.offer([{ id: 2, phone_number: next }])
    expect(await reportOf(box.panel, next, signal)).toMatchObject({ status: 'BUSY' })
    await settled(box, engine, leaves, next)
    expect(callWith(engine, leaves).endedBy).toBe('them')
  })
})

const isOver = ({ endedAtMs }: { readonly endedAtMs?: number }): boolean => endedAtMs !== undefined

describe.concurrent('the telephone side fails', () => {
  test('Asterisk is killed: its calls are over, phones that did not ring are rung once it is back', async () => {
    const signal = limit()
    const talks = talker({ says: ['yes'] })
    const [listens, rings, announced, next] = [
      talker({}),
      manner('ringsForEver'),
      manner('switchedOffAnnouncement', '020'),
      manner('busy'),
    ]
    await using box = await startBox({ company: 'sina', agents: [operator(1)] }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal)
    box.panel.offer(numbers(talks))
    await watch.joined(await watch.channelTo(talks, signal), signal)
    box.panel.offer([listens, rings, announced].map((phone, at) => ({ id: at + 2, phone_number: phone })))
    const channels = [listens, rings, announced].map((phone) => watch.channelTo(phone, signal))
    const [listening = '', ringing = '', spoken = ''] = await Promise.all(channels)
    await Promise.all([
      watch.saw(listening, 'PlaybackStarted', signal),
      watch.dialing(ringing, 'RINGING', signal),
      watch.dialing(spoken, 'PROGRESS', signal),
    ])
    await box.rig.pbx.kill9()
    await engine.line(/ari\.(down|refused)/, signal)
    box.panel.offer([{ id: 5, phone_number: next }])
    await box.rig.pbx.start(signal)
    await printed(engine, /ari\.up.*restarted=true/, 1, signal)
    for (const phone of [listens, rings]) expect(await reportOf(box.panel, phone, signal)).toMatchObject(lost)
    expect(await reportOf(box.panel, talks, signal)).toMatchObject({
      status: 'CONNECTED',
      reason: filed.connected.sentence,
    })
    expect(await reportOf(box.panel, announced, signal)).toMatchObject({ status: 'POWER_OFF' })
    expect(await reportOf(box.panel, next, signal)).toMatchObject({ status: 'BUSY' })
    await settled(box, engine, talks, listens, rings, next)
    expect(box.rig.carrier.calls(announced).length).toBe(2)
    expect(reportsOf(box.panel, announced).length).toBe(1)
  })

  test('Asterisk is killed and stays away: the call it recorded is given up, and the list goes on when it is back', async () => {
    const signal = limit()
    const [replies, next] = [talker({ says: ['yes'] }), manner('busy')]
    await using box = await startBox({ company: 'sina' }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal)
    box.panel.offer(numbers(replies))
    await watch.saw(await watch.channelTo(replies, signal), 'RecordingStarted', signal)
    await box.rig.pbx.kill9()
    box.panel.offer([{ id: 2, phone_number: next }])
    expect(await reportOf(box.panel, replies, signal)).toMatchObject(lost)
    await box.rig.pbx.start(signal)
    expect(await reportOf(box.panel, next, signal)).toMatchObject({ status: 'BUSY' })
    await settled(box, engine, replies, next)
    expect(callWith(engine, replies)).toMatchObject({ endedBy: 'us', outcome: { reason: 'asterisk_lost' } })
  })

  test('the trunk is down: the number goes back to the list and is rung when it is up', async () => {
    const signal = limit()
    const phone = manner('busy')
    await using box = await startBox({ company: 'sina' }, signal)
    await using engine = await started(box, signal)
    await box.rig.setTrunk('down', signal)
    box.panel.offer(numbers(phone))
    await engine.line(/call\.not_placed/, signal)
    await box.rig.setTrunk('up', signal)
    expect(await reportOf(box.panel, phone, signal)).toMatchObject({ number_id: 1, status: 'BUSY' })
    await settled(box, engine, phone)
  })

  test('another engine is started for the same application: it says so and takes no call', async () => {
    const signal = limit()
    const phone = talker({ says: ['no'] })
    await using box = await startBox({ company: 'sina' }, signal)
    const watch = await PbxWatch.on(box.rig.pbx)
    await using engine = await started(box, signal)
    box.panel.offer(numbers(phone))
    await watch.saw(await watch.channelTo(phone, signal), 'PlaybackStarted', signal)
    await using second = box.run()
    expect(await second.exited).toBe(78)
    expect(second.output).toContain('Another engine is connected to this Asterisk under the application name "salehi"')
    expect(second.output).toContain('ARI_APP_NAME')
    expect(await reportOf(box.panel, phone, signal)).toMatchObject({ status: 'NOT_INTERESTED' })
    await settled(box, engine, phone)
    expect(engine.output).not.toContain('ari.replaced')
  })
})
