import { expect, test } from 'bun:test'
import { loadLibrary } from '../../scenario/library.ts'
import { answers, leaves, says } from './script.ts'
import { type VirtualEngine, virtualEngine } from './virtual-engine.ts'

const folder = `${import.meta.dir}/../../../scenarios`
const sources = await Promise.all(
  ['company.yaml', 'sina.yaml'].map(async (file) => ({
    path: `sina/${file}`,
    file,
    text: await Bun.file(`${folder}/sina/${file}`).text(),
  })),
)
const plan = loadLibrary(sources, 'sina').plans.get('sina')

/** Somebody who says yes and an operator who talks with them for a minute. */
async function sina(): Promise<VirtualEngine> {
  return await virtualEngine({
    operators: ['PJSIP/101'],
    pbx: {
      network: (endpoint) => ({
        kind: 'reaches',
        script:
          endpoint === 'PJSIP/101'
            ? answers(3_000, says('سلام', { when: 'at_once', afterMs: 500 }), leaves(60_000))
            : answers(2_000, says('بله بفرمایید')),
      }),
    },
  })
}

test('a whole call of the shipped scenario: asked, understood, handed to an operator, ended', async () => {
  if (plan === undefined) throw new Error('the scenario cannot be read')
  await using engine = await sina()
  const attempted = await engine.settled(engine.call('09121234567', plan))
  expect(attempted).toMatchObject({
    kind: 'recorded',
    record: { outcome: { disposition: 'connected' }, turns: [{ transcript: 'بله بفرمایید', intent: 'yes' }] },
  })
  const [customer, operator] = engine.pbx.calls
  expect(customer?.heard.map(({ media }) => media)).toContain('sound:custom/hello')
  expect(customer?.spokeWith).toContain(operator?.channelId ?? '')
  await engine.clock.advance(5_000)
  expect(engine.pbx.left).toEqual({ channels: 0, bridges: 0, playbacks: 0, recordings: 0 })
})

test.each([
  ['answer_lost', []],
  ['answer_nonsense', []],
  // An order to dial that never arrived is not repeated: a number that was not rung goes back, an operator is passed over.
  ['request_lost', ['the 2. request_lost: technical', 'the 15. request_lost: failed']],
] as const)('wherever one %s strikes, the call goes its way and nothing is left behind', async (fault, but) => {
  if (plan === undefined) throw new Error('the scenario cannot be read')
  const ended: string[] = []
  for (let nth = 1; ; nth++) {
    await using engine = await sina()
    engine.pbx.faults.at(fault, nth)
    const attempted = await engine.settled(engine.call('09121234567', plan))
    await engine.clock.advance(120_000)
    expect(engine.pbx.left, `the ${nth}. ${fault}`).toEqual({ channels: 0, bridges: 0, playbacks: 0, recordings: 0 })
    if (engine.pbx.faults.struck.get(fault) === undefined) break
    ended.push(attempted.kind === 'recorded' ? attempted.record.outcome.disposition : attempted.kind)
  }
  expect(ended.length).toBeGreaterThan(15)
  const told = ended.map((how, index) => `the ${index + 1}. ${fault}: ${how}`)
  expect(told.filter((how) => !how.endsWith('connected'))).toEqual([...but])
})

test('a hang-up that is lost again and again is ordered until Asterisk takes it, and only then the call is over', async () => {
  if (plan === undefined) throw new Error('the scenario cannot be read')
  await using engine = await virtualEngine({
    pbx: { network: () => ({ kind: 'reaches', script: answers(2_000, says('نه، نمی‌خوام')) }) },
  })
  const { pbx, clock } = engine
  let isOver = false
  const calling = engine.call('09121234567', plan).then(() => {
    isOver = true
  })
  const farewell = () => pbx.calls[0]?.heard.find(({ media }) => media.endsWith('goodby'))
  while (farewell() === undefined) await clock.advance(20)
  pbx.faults.set('request_lost', 1)
  while (farewell()?.endedMs === undefined) await clock.advance(20)
  await clock.advance(1_000)
  expect([pbx.left.channels, isOver]).toEqual([1, false])
  pbx.faults.set('request_lost', 0)
  await clock.advance(1_000)
  expect([pbx.left.channels, isOver]).toEqual([0, true])
  await calling
})

test('whoever says yes in the second in which the connection is renewed gets their operator', async () => {
  if (plan === undefined) throw new Error('the scenario cannot be read')
  await using engine = await sina()
  const { pbx, clock } = engine
  const calling = engine.call('09121234567', plan)
  const agreed = () => pbx.calls[0]?.heard.some(({ media }) => media.endsWith('/yes'))
  while (agreed() !== true) await clock.advance(20)
  await clock.advance(1_700)
  pbx.dropSockets()
  expect(await engine.settled(calling)).toMatchObject({ record: { outcome: { disposition: 'connected' } } })
})
