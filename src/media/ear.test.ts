import { expect, test } from 'bun:test'
import type { ListenLimits, Recognised, Recogniser } from '../flow/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Recorded, RecordLimits } from '../session/ports.ts'
import { type Audio, durationMs } from './audio.ts'
import { RecordingEar, type RecordingEarOptions } from './ear.ts'
import { type Enhancer, plainEnhancer } from './enhancer.ts'
import { after, hiss, nothing, spoken, tone } from './test-sounds.ts'
import { readWav, writeWav } from './wav.ts'

const limits: ListenLimits = {
  noInputMs: 6_000,
  endpointingMs: 2_000,
  maxUtteranceMs: 10_000,
  hotwords: ['کلاس'],
  language: 'fa',
}
const never = new AbortController().signal

interface Round {
  readonly lastsMs: number
  readonly audio?: Audio
  readonly outcome?: Recorded
}

const silentRound: Round = { lastsMs: 2_040, audio: hiss(200, 0.003) }

/** A recorder that plays back a script: each round lasts its time and yields its audio. */
function recorder(clock: Clock, rounds: readonly Round[]) {
  const orders: RecordLimits[] = []
  const atMs: number[] = []
  return {
    orders,
    atMs,
    async record(order: RecordLimits, signal: AbortSignal): Promise<Recorded> {
      const round = rounds[orders.length] ?? silentRound
      orders.push(order)
      atMs.push(clock.elapsed())
      await clock.sleep(round.lastsMs, signal)
      return round.outcome ?? { kind: 'recorded', name: order.name, wav: writeWav(round.audio ?? nothing(0)) }
    },
  }
}

/** A recogniser that takes its time and remembers what it was given. */
function recogniser(clock: Clock, takesMs: number, result: Recognised) {
  const given: Audio[] = []
  const asked: unknown[] = []
  const fake: Recogniser = {
    name: 'stand-in',
    async transcribe(wav, options, signal) {
      const read = readWav(wav)
      if (read.kind === 'audio') given.push(read.audio)
      asked.push(options)
      await clock.sleep(takesMs, signal)
      return result
    },
  }
  return { fake, given, asked }
}

function setUp(
  rounds: readonly Round[],
  result: Recognised,
  options: Partial<RecordingEarOptions> = {},
  takesMs = 300,
) {
  const clock = new TestClock()
  const leg = recorder(clock, rounds)
  const stt = recogniser(clock, takesMs, result)
  const ear = new RecordingEar({
    leg,
    recogniser: stt.fake,
    enhancer: plainEnhancer,
    clock,
    thinkBudgetMs: 4_000,
    recordingName: 'salehi/c1',
    ...options,
  })
  return { clock, leg, stt, ear }
}

const yes: Recognised = { kind: 'text', text: 'بله' }

test('what the caller says is recorded within the limits, recognised with the hotwords, and timed', async () => {
  const said = after(hiss(500, 0.001), await spoken('bale', 0.05), hiss(200, 0.001))
  const { clock, leg, stt, ear } = setUp([{ lastsMs: 3_100, audio: said }], yes)
  const capturedAtMs: number[] = []
  const heard = ear.listen(limits, () => capturedAtMs.push(clock.elapsed()), never)
  await clock.advance(10_000)
  expect(await heard).toEqual({
    kind: 'utterance',
    text: 'بله',
    language: 'fa',
    timing: { listenMs: 3_100, enhanceMs: 0, recogniseMs: 300 },
  })
  expect(leg.orders).toEqual([{ endpointingMs: 2_000, maxMs: 10_000, name: 'salehi/c1-1' }])
  expect(stt.given).toEqual([said])
  expect(stt.asked).toEqual([{ hotwords: ['کلاس'], language: 'fa' }])
  expect(capturedAtMs).toEqual([3_100])
})

test('a caller who says nothing is silence once their time to begin is over, and no recogniser is asked', async () => {
  const { clock, leg, stt, ear } = setUp([], yes)
  let captured = 0
  const heard = ear.listen(limits, () => captured++, never)
  await clock.advance(20_000)
  expect(await heard).toEqual({ kind: 'silence', timing: { listenMs: 6_120, enhanceMs: 0, recogniseMs: 0 } })
  expect(leg.orders.map((order) => order.name)).toEqual(['salehi/c1-1', 'salehi/c1-2', 'salehi/c1-3'])
  expect(stt.given).toEqual([])
  expect(captured).toBe(0)
})

test('a caller who begins after three seconds is heard although two seconds of silence end a recording', async () => {
  const said = after(hiss(900, 0.001), await spoken('are', 0.05), hiss(200, 0.001))
  const { clock, leg, ear } = setUp([silentRound, { lastsMs: 3_400, audio: said }], yes)
  const heard = ear.listen(limits, () => undefined, never)
  await clock.advance(20_000)
  expect(await heard).toMatchObject({ kind: 'utterance', timing: { listenMs: 5_440 } })
  expect(leg.atMs).toEqual([0, 2_040])
})

test('a word that begins at the end of one recording keeps its beginning', async () => {
  const word = await spoken('bale', 0.05)
  const cut = 8 * 60 // the first 60 ms fall into the silent round: too little to be a word
  const head = { sampleRate: word.sampleRate, samples: word.samples.slice(0, cut) }
  const rest = { sampleRate: word.sampleRate, samples: word.samples.slice(cut) }
  const rounds: Round[] = [
    { lastsMs: 2_040, audio: after(hiss(800, 0.001), head) },
    { lastsMs: 2_400, audio: after(rest, hiss(200, 0.001)) },
  ]
  const { clock, stt, ear } = setUp(rounds, yes)
  const heard = ear.listen(limits, () => undefined, never)
  await clock.advance(20_000)
  expect((await heard).kind).toBe('utterance')
  const [given] = stt.given
  expect(given && durationMs(given)).toBe(300 + durationMs(rest) + 200)
  const seam = 8 * 300
  const heardWord = given?.samples.slice(seam - cut, seam - cut + word.samples.length)
  expect([...(heardWord ?? [])]).toEqual([...word.samples])
})

test('the next recording follows a silent one at once', async () => {
  const { clock, leg, ear } = setUp([], yes)
  const heard = ear.listen({ ...limits, noInputMs: 10_000 }, () => undefined, never)
  await clock.advance(20_000)
  await heard
  expect(leg.atMs).toEqual([0, 2_040, 4_080, 6_120, 8_160])
})

test('no further round begins when hardly any time is left to the caller', async () => {
  const { clock, leg, ear } = setUp([], yes)
  const heard = ear.listen({ ...limits, noInputMs: 4_200 }, () => undefined, never)
  await clock.advance(20_000)
  expect((await heard).kind).toBe('silence')
  expect(leg.orders).toHaveLength(2)
})

test('a recorder that comes back at once without sound is not asked for ever', async () => {
  const { clock, leg, ear } = setUp(
    Array.from({ length: 100 }, () => ({ lastsMs: 0 })),
    yes,
  )
  const heard = ear.listen(limits, () => undefined, never)
  await clock.advance(1)
  for (let i = 0; i < 30; i++) await clock.advance(1)
  expect((await heard).kind).toBe('silence')
  expect(leg.orders).toHaveLength(20)
})

test('recordings of one call never share a name', async () => {
  const { clock, leg, ear } = setUp([], yes)
  for (let turn = 0; turn < 2; turn++) {
    const heard = ear.listen({ ...limits, noInputMs: 2_000 }, () => undefined, never)
    await clock.advance(5_000)
    await heard
  }
  expect(leg.orders.map((order) => order.name)).toEqual(['salehi/c1-1', 'salehi/c1-2'])
})

test('a recogniser that hears nothing in it means silence', async () => {
  const { clock, ear } = setUp([{ lastsMs: 3_000, audio: await spoken('na', 0.05) }], { kind: 'empty' })
  const heard = ear.listen(limits, () => undefined, never)
  await clock.advance(10_000)
  expect(await heard).toEqual({ kind: 'silence', timing: { listenMs: 3_000, enhanceMs: 0, recogniseMs: 300 } })
})

test('a recogniser that cannot serve says why and who', async () => {
  const { clock, ear } = setUp([{ lastsMs: 3_000, audio: await spoken('na', 0.05) }], {
    kind: 'unavailable',
    because: 'quota',
  })
  const heard = ear.listen(limits, () => undefined, never)
  await clock.advance(10_000)
  expect(await heard).toEqual({ kind: 'unavailable', because: 'quota', provider: 'stand-in' })
})

test('a recogniser slower than the think budget is unavailable the moment the budget ends, cleaning included', async () => {
  const clock = new TestClock()
  const slow: Enhancer = {
    async enhance(_name, audio, signal) {
      await clock.sleep(400, signal)
      return audio
    },
  }
  const leg = recorder(clock, [{ lastsMs: 3_000, audio: await spoken('na', 0.05) }])
  const stt = recogniser(clock, 60_000, yes)
  const options = { leg, recogniser: stt.fake, enhancer: slow, clock, thinkBudgetMs: 4_000, recordingName: 'c' }
  let endedAtMs = 0
  const heard = new RecordingEar(options)
    .listen(limits, () => undefined, never)
    .finally(() => {
      endedAtMs = clock.elapsed()
    })
  await clock.advance(20_000)
  expect(await heard).toEqual({ kind: 'unavailable', because: 'timeout', provider: 'stand-in' })
  expect(endedAtMs).toBe(7_000)
})

test('a recording that could not be made or read is a fault of ours, in words', async () => {
  const broken = setUp([{ lastsMs: 10, outcome: { kind: 'failed', because: 'Asterisk refused' } }], yes)
  const first = broken.ear.listen(limits, () => undefined, never)
  await broken.clock.advance(10_000)
  expect(await first).toEqual({ kind: 'recording_failed', because: 'Asterisk refused' })

  const html = new Uint8Array(900).fill(60)
  const unreadable = setUp([{ lastsMs: 10, outcome: { kind: 'recorded', name: 'c', wav: html } }], yes)
  const second = unreadable.ear.listen(limits, () => undefined, never)
  await unreadable.clock.advance(10_000)
  expect(await second).toEqual({ kind: 'recording_failed', because: 'the recording is not a WAV file' })
})

test('a recorder that fails after a silent round leaves it at silence: the caller is on their way out', async () => {
  const { clock, ear } = setUp([silentRound, { lastsMs: 5, outcome: { kind: 'failed', because: 'channel gone' } }], yes)
  const heard = ear.listen(limits, () => undefined, never)
  await clock.advance(10_000)
  expect((await heard).kind).toBe('silence')
})

test.each([
  ['while recording', 1_000],
  ['while cleaning', 3_200],
  ['while recognising', 3_600],
])('a hang-up %s ends the listening with that reason and leaves nothing running', async (_when, atMs) => {
  const clock = new TestClock()
  let running = 0
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    running++
    try {
      return await work()
    } finally {
      running--
    }
  }
  const inner = recorder(clock, [{ lastsMs: 3_000, audio: tone(500, 400, 0.1) }])
  const stt = recogniser(clock, 500, yes)
  const ear = new RecordingEar({
    leg: { record: (order, signal) => during(() => inner.record(order, signal)) },
    recogniser: {
      name: 'x',
      transcribe: (wav, options, signal) => during(() => stt.fake.transcribe(wav, options, signal)),
    },
    enhancer: { enhance: (_name, audio, signal) => during(() => clock.sleep(400, signal).then(() => audio)) },
    clock,
    thinkBudgetMs: 4_000,
    recordingName: 'c',
  })
  const line = new AbortController()
  const heard = ear.listen(limits, () => undefined, line.signal)
  const reason = new Error('hung up')
  const outcome = heard.catch((error: unknown) => error)
  await clock.advance(atMs)
  expect(running).toBe(1)
  line.abort(reason)
  expect(await outcome).toBe(reason)
  expect(running).toBe(0)
})
