import { expect, test } from 'bun:test'
import { seededRandom } from '../../kernel/random.ts'
import { loadLibrary } from '../../scenario/library.ts'
import { type FaultName, measuredRaces } from './faults.ts'
import { answers, type CallerScript, leaves, says } from './script.ts'
import { virtualEngine } from './virtual-engine.ts'

const folder = `${import.meta.dir}/../../../scenarios/sina`
const sources = await Promise.all(
  ['company.yaml', 'sina.yaml'].map(async (file) => ({
    path: `sina/${file}`,
    file,
    text: await Bun.file(`${folder}/${file}`).text(),
  })),
)

const customers: readonly CallerScript[] = [
  answers(2_000, says('بله بفرمایید')),
  answers(1_000, says('نه ممنون')),
  answers(1_000, says('شماره منو از کجا آوردید'), says('بله')),
  answers(2_000, says('بله'), leaves(4_000)),
  answers(1_000, says('بله', { when: 'over_prompt', afterMs: 400 })),
  answers(0, leaves(0)),
  answers(500, leaves(1_500)),
  answers(1_000),
  answers(1_000, { kind: 'vanishes', when: 'at_once', afterMs: 3_000 }),
  { network: { kind: 'refuses', cause: 17, afterMs: 0 }, acts: [] },
  { network: { kind: 'refuses', cause: 20, afterMs: 3_000, announces: true }, acts: [] },
  { network: { kind: 'says_nothing' }, acts: [] },
  { network: { kind: 'rings_for_ever' }, acts: [] },
]
const operators: readonly CallerScript[] = [
  answers(3_000, says('سلام', { when: 'at_once' }), leaves(20_000)),
  answers(1_000, leaves(500)),
  { network: { kind: 'rings_for_ever' }, acts: [] },
  { network: { kind: 'refuses', cause: 17, afterMs: 300 }, acts: [] },
]
const weather: Readonly<Partial<Record<FaultName, number>>> = {
  ...measuredRaces,
  duplicate_event: 0.1,
  lost_event: 0.01,
  late_playback_finished: 0.05,
  allocation_failed: 0.02,
  request_lost: 0.005,
  answer_lost: 0.005,
  answer_late: 0.01,
  recording_fails: 0.01,
}

test.each([1, 2, 3])('in bad weather every call comes to its end and leaves nothing behind (seed %p)', async (seed) => {
  const plan = loadLibrary(sources, 'sina').plans.get('sina')
  if (plan === undefined) throw new Error('the scenario cannot be read')
  const random = seededRandom(seed * 7_919)
  const one = (of: readonly CallerScript[]): CallerScript => of[Math.floor(random() * of.length)] ?? answers(0)
  await using engine = await virtualEngine({
    seed,
    operators: ['PJSIP/101', 'PJSIP/102'],
    pbx: {
      rtpTimeoutMs: 30_000,
      faults: weather,
      network: (endpoint) => ({
        kind: 'reaches',
        script: one(endpoint.startsWith('PJSIP/10') ? operators : customers),
      }),
    },
  })
  const { pbx, clock } = engine
  const attempts: Promise<unknown>[] = []
  for (let nth = 0; nth < 60; nth++) {
    attempts.push(engine.call(`0912${String(nth).padStart(7, '0')}`, plan))
    await clock.advance(2_000)
    const chance = random()
    if (chance < 0.02) pbx.dropSockets()
    else if (chance < 0.03) pbx.stallSockets()
    else if (chance < 0.04) {
      pbx.kill()
      await clock.advance(3_000)
      pbx.start()
    }
  }
  await engine.settled(Promise.all(attempts), 500)
  await clock.advance(120_000)
  expect(pbx.left).toEqual({ channels: 0, bridges: 0, playbacks: 0, recordings: 0 })
  const byId = new Map(pbx.calls.map((call) => [call.channelId, call]))
  for (const call of pbx.calls) {
    expect(call.endedMs).toBeNumber()
    for (const other of call.spokeWith) {
      // Nobody is left alone on an open line for long once the other has gone.
      expect(Math.abs((byId.get(other)?.endedMs ?? 0) - (call.endedMs ?? 0))).toBeLessThan(60_000)
    }
  }
  expect(engine.connection.status().kind).toBe('up')
})
