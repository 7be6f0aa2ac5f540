import { afterAll, beforeAll, expect, test } from 'bun:test'
import { systemIds } from '../../kernel/ids.ts'
import type { Adopted } from '../../session/ports.ts'
import { PbxWatch } from '../incidents/pbx-watch.ts'
import { heardPrompts } from '../rig/heard-prompts.ts'
import type { Rig } from '../rig/rig.ts'
import { connect, startRigWithSounds, until, untilNothingIsLeft } from './engine.ts'

const { signal } = new AbortController()
let rig: Rig
let watch: PbxWatch

beforeAll(async () => {
  rig = await startRigWithSounds()
  watch = await PbxWatch.on(rig.pbx)
}, 180_000)
afterAll(async () => {
  await rig[Symbol.asyncDispose]()
})

/** A phone that is rung by an engine that dies once the carrier has the call and has told of it what it tells first. */
async function dialled(number: string, first?: 'RINGING' | 'PROGRESS'): Promise<string> {
  const id = systemIds.next()
  const engine = await connect(rig)
  const placing = engine.place(number, { id })
  await rig.carrier.until(number, () => true, signal)
  if (first !== undefined) await watch.dialing(id, first, signal)
  await engine[Symbol.asyncDispose]()
  await placing
  return id
}

function held(adopted: Adopted): Extract<Adopted, { kind: 'held' }> {
  if (adopted.kind !== 'held') throw new Error(adopted.kind)
  return adopted
}

test.each([
  ['that rings', '09130000071', 'RINGING', 'ringing', true],
  ['of which only an announcement is heard', '09160200072', 'PROGRESS', 'down', true],
  ['of which nothing is heard', '09270000073', undefined, 'down', false],
] as const)(
  'an adopted phone %s is known for what it is',
  async (_what, number, first, state, hasRung) => {
    const id = await dialled(number, first)
    await using engine = await connect(rig, {}, { keep: () => true })
    const adopted = held(await engine.connection.calls.adopt(id, signal))
    expect([adopted.state, adopted.hasRung()]).toEqual([state, hasRung])
    await adopted.leg[Symbol.asyncDispose]()
    await untilNothingIsLeft(rig)
  },
  30_000,
)

test('whoever answered while no engine was there hears what is played to them', async () => {
  const id = await dialled('09110000074', 'RINGING')
  await using engine = await connect(rig, {}, { keep: () => true })
  await rig.carrier.until('09110000074', ({ answeredAtMs }) => answeredAtMs !== undefined, signal)
  const { leg, state } = held(await engine.connection.calls.adopt(id, signal))
  expect(state).toBe('up')
  expect(await leg.play(['sound:custom/alo'], signal)).toEqual({ kind: 'finished' })
  await leg[Symbol.asyncDispose]()
  await untilNothingIsLeft(rig)
  const [call] = rig.carrier.calls('09110000074')
  if (call === undefined) throw new Error('nobody was rung')
  const { found } = await heardPrompts(await rig.carrier.recording(call, signal), rig.clips)
  expect(found).toMatchObject([{ name: 'operator', whole: true }])
}, 60_000)

test('a sound of an earlier engine is stopped, so that the next is heard at once', async () => {
  const first = await connect(rig)
  const placed = await first.place('09110000075', { timeoutMs: 20_000 })
  if (placed.kind !== 'answered') throw new Error(placed.kind)
  const playing = placed.leg.play(['sound:custom/hello', 'sound:custom/hello', 'sound:custom/hello'], signal)
  await watch.saw(placed.leg.id, 'PlaybackStarted', signal)
  placed.leg.release()
  await first[Symbol.asyncDispose]()
  void playing.catch(() => undefined) // its engine is gone
  await using next = await connect(rig, {}, { keep: () => true })
  const { calls } = next.connection
  const { leg } = held(await calls.adopt(placed.leg.id, signal))
  await calls.hush(leg)
  const startedMs = performance.now()
  expect(await leg.play(['sound:custom/alo'], signal)).toEqual({ kind: 'finished' })
  expect(performance.now() - startedMs).toBeLessThan(9_000) // once, and not after thrice another
  await leg[Symbol.asyncDispose]()
  await until(async () => leg.gone.aborted)
  await untilNothingIsLeft(rig)
}, 60_000)
