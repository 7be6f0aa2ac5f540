import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { heardPrompts } from './heard-prompts.ts'
import { clipEar } from './listen.ts'
import { manner, talker } from './numbers.ts'
import { ProbeEngine } from './probe-engine.ts'
import { type Rig, startRig } from './rig.ts'
import { side, stretches } from './stretches.ts'

const limitMs = 60_000
setDefaultTimeout(limitMs)
const signal = () => AbortSignal.timeout(limitMs)
let rig: Rig
let engine: ProbeEngine

beforeAll(async () => {
  rig = await startRig({}, AbortSignal.timeout(600_000))
  engine = await ProbeEngine.connect(rig, signal)
  for (const name of ['operator', 'poweroff']) await engine.install(clip(name))
}, 600_000)

afterAll(async () => {
  await engine[Symbol.asyncDispose]()
  await rig[Symbol.asyncDispose]()
})

const clip = (name: string) => rig.clips.find((one) => one.name === name)!
const finished = (number: string) => rig.carrier.until(number, (call) => call.endedAtMs !== undefined, signal())
const recordingOf = async (number: string) => rig.carrier.recording(await finished(number), signal())

test('a customer listens to two prompts, says yes, and hangs up a second later; both directions are recorded', async () => {
  const number = talker({ says: ['yes'], ending: 'hangs-up-1s-later' })
  const id = await engine.dial(number, '1234')
  await engine.answered(id)
  await engine.play(id, 'operator')
  await engine.play(id, 'poweroff')
  expect(await engine.ended(id)).toBe(16)
  const facts = { number, dialled: `1234${number}`, prefix: '1234', trunk: 1, endedBy: 'customer', cause: 16 } as const
  expect(await finished(number)).toMatchObject(facts)
  expect(rig.carrier.presented(number)).toMatchObject([{ number: '02191001234' }])
  const file = await recordingOf(number)
  expect(file).toContain(`/${number}-`)
  const { found, unexpected } = await heardPrompts(file, ['operator', 'poweroff'].map(clip))
  expect(found.map((one) => [one.name, one.whole])).toEqual([
    ['operator', true],
    ['poweroff', true],
  ])
  expect(unexpected).toEqual([])
  const [says] = stretches(await side(file, 'says'))
  const silenceMs = says!.startMs - found[1]!.endMs
  expect(silenceMs).toBeGreaterThan(650)
  expect(silenceMs).toBeLessThan(1_300)
})

test('a customer with three turns takes each of them after we have spoken again', async () => {
  const number = talker({ says: ['hello', 'no', 'yes'], ending: 'hangs-up-after-last-word', nth: 5 })
  const id = await engine.dial(number)
  await engine.answered(id)
  await engine.detectTalking(id)
  for (let turn = 1; turn <= 3; turn++) {
    await engine.play(id, 'operator')
    if (turn < 3) await engine.nth(id, 'ChannelTalkingFinished', turn)
  }
  const file = await recordingOf(number)
  const said = (await clipEar(rig.clips)).hears(await side(file, 'says'))
  expect(said.map((one) => one.name)).toEqual(['hello', 'no', 'yes'])
  const { found, unexpected } = await heardPrompts(file, [clip('operator')])
  expect(found.map((one) => one.whole)).toEqual([true, true, true])
  expect(unexpected).toEqual([])
  for (const [i, prompt] of found.entries()) expect(said[i]!.startMs).toBeGreaterThan(prompt.endMs)
})

test('a customer who hangs up mid-prompt heard only its beginning', async () => {
  const number = talker({ ending: 'hangs-up-1.5s-after-answer' })
  const id = await engine.dial(number)
  await engine.answered(id)
  await engine.play(id, 'operator')
  const { found } = await heardPrompts(await recordingOf(number), [clip('operator')])
  expect(found).toMatchObject([{ name: 'operator', whole: false }])
  expect(found[0]!.heardMs).toBeGreaterThan(1_000)
  expect(found[0]!.heardMs).toBeLessThan(1_600)
})

test.each([
  ['a busy customer', manner('busy'), 17],
  ['a customer refused with cause 21', manner('refuses', '021'), 21],
  ['a switched-off phone with its announcement', manner('switchedOffAnnouncement', '020'), 19],
  ['a customer who rings and is refused', manner('ringsThenRefuses'), 19],
  ['a busy operator', manner('operatorBusy'), 17],
  ['a number nobody has', '09990000001', 1],
  ['a customer who answers and is gone at once', manner('answersAndIsGone'), 16],
  ['an operator who leaves after two seconds', manner('operatorLeavesAtOnce'), 16],
] as const)('%s ends the call with its cause', async (_, number, cause) => {
  expect(await engine.ended(await engine.dial(number))).toBe(cause)
})

test('the carrier tells which trunk a call took', async () => {
  const number = manner('busy', '', 2)
  await engine.ended(await engine.dial(number, '', 'TRUNK-2'))
  expect(rig.carrier.calls(number)).toMatchObject([{ trunk: 2 }])
})

test('an operator who stays hears the customer through the bridge, and the customer the operator', async () => {
  const [customer, operator] = [manner('talksForEver'), manner('operatorStays')]
  const legs = [await engine.dial(customer), await engine.dial(operator)]
  for (const leg of legs) await engine.answered(leg)
  await engine.ask('POST', '/bridges/joined', { type: 'mixing' })
  await engine.ask('POST', '/bridges/joined/addChannel', { channel: legs.join(',') })
  await Bun.sleep(6_000) // what they say to each other takes so long
  for (const leg of legs) await engine.hangUp(leg)
  await engine.ask('DELETE', '/bridges/joined')
  const heardBy = async (number: string) => {
    expect(await finished(number)).toMatchObject({ endedBy: 'pbx' })
    const { found, unexpected } = await heardPrompts(await recordingOf(number), rig.clips)
    expect(unexpected).toEqual([])
    return found.map((one) => one.name)
  }
  expect(await heardBy(customer)).toEqual(['operator'])
  expect(await heardBy(operator)).toEqual(['longtalk'])
})

test('a customer presses keys after our prompt', async () => {
  const id = await engine.dial(manner('keysAfterPrompt', '212'))
  await engine.answered(id)
  await engine.play(id, 'operator')
  expect(await engine.nth(id, 'ChannelDtmfReceived', 2)).toMatchObject({ digit: '2' })
  expect(await engine.first(id, 'ChannelDtmfReceived')).toMatchObject({ digit: '1' })
  expect(await engine.first(id, 'ChannelDtmfReceived', 'PlaybackFinished')).toMatchObject({ type: 'PlaybackFinished' })
  await engine.hangUp(id)
})

test('a customer presses a key after each of our prompts', async () => {
  const id = await engine.dial(manner('keyAfterEachPrompt', '235'))
  await engine.answered(id)
  for (const [i, digit] of ['3', '5'].entries()) {
    await engine.play(id, 'poweroff')
    expect(await engine.nth(id, 'ChannelDtmfReceived', i + 1)).toMatchObject({ digit })
  }
  await engine.hangUp(id)
})

test('a customer speaks over our prompt, and another presses a key over it', async () => {
  const speaker = await engine.dial(manner('speaksOverPrompt', '12'))
  await engine.answered(speaker)
  await engine.detectTalking(speaker)
  await engine.play(speaker, 'operator')
  const presser = await engine.dial(manner('keysOverPrompt', '17'))
  await engine.answered(presser)
  await engine.play(presser, 'operator')
  expect((await engine.first(speaker, 'ChannelTalkingStarted', 'PlaybackFinished'))?.type).toBe('ChannelTalkingStarted')
  expect(await engine.first(presser, 'ChannelDtmfReceived', 'PlaybackFinished')).toMatchObject({ digit: '7' })
  for (const id of [speaker, presser]) await engine.hangUp(id)
})

test('a customer calls us with headers the engine can read, hears us, and answers', async () => {
  const plan = {
    did: '02191001234',
    callerId: '09350000001',
    to: '02191005678',
    headers: {
      Diversion: '<sip:02191009999@127.0.0.2>;reason=unconditional',
      'P-Asserted-Identity': '<sip:09359999999@127.0.0.2>',
    },
    as: talker({ says: ['no'], ending: 'hangs-up-after-last-word' }),
  }
  const call = await rig.carrier.callIn(plan, signal())
  const start = await engine.find((event) => event.type === 'StasisStart' && !event.channel?.id.startsWith('call-'))
  const id = start!.channel!.id
  expect(start).toMatchObject({ args: [], channel: { dialplan: { exten: '02191001234' } } })
  const header = async (name: string) => {
    const variable = await engine.ask('GET', `/channels/${id}/variable`, { variable: `PJSIP_HEADER(read,${name})` })
    return (variable as { value: string }).value
  }
  expect(await header('Diversion')).toContain('02191009999')
  expect(await header('P-Asserted-Identity')).toContain('09359999999')
  expect(await header('To')).toContain('02191005678')
  expect(await header('From')).toContain('09350000001')
  await engine.ask('POST', `/channels/${id}/answer`)
  await engine.play(id, 'operator')
  expect(await call.answered).toBe(true)
  expect(await call.ended).toEqual({ kind: 'ended', cause: 16 })
  const { found } = await heardPrompts(await call.recording(signal()), [clip('operator')])
  expect(found).toMatchObject([{ name: 'operator', whole: true }])
})

test('a customer whose call we refuse learns so without an answer', async () => {
  const call = await rig.carrier.callIn({ did: '02191001235', as: manner('silent') }, signal())
  const isMine = (event: { readonly type: string }) =>
    event.type === 'StasisStart' && JSON.stringify(event).includes('"exten":"02191001235"')
  const start = await engine.find(isMine)
  await engine.ask('DELETE', `/channels/${start!.channel!.id}`, { reason: 'busy' })
  expect(await call.answered).toBe(false)
  expect(await call.ended).toEqual({ kind: 'ended', cause: 17 })
})
