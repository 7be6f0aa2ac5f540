import { expect, test } from 'bun:test'
import type { Incoming } from '../../session/ports.ts'
import { answers, leaves, presses, says } from './script.ts'
import { type VirtualEngine, virtualEngine } from './virtual-engine.ts'

async function taken(engine: VirtualEngine): Promise<Incoming> {
  return await engine.settled(engine.connection.calls.incoming(engine.signal))
}

test('a caller is introduced by headers, answered, heard, and gone when they leave', async () => {
  await using engine = await virtualEngine()
  const record = engine.pbx.callIn(
    {
      did: '02191001234',
      callerId: '09120000001',
      headers: {
        Diversion: '<sip:02155500000@carrier>;reason=unconditional',
        'P-Asserted-Identity': '<sip:09359998877@carrier>',
      },
      script: answers(0, says('سلام'), leaves(3_000)),
    },
    'salehi',
  )
  const { leg, caller, dialled } = await taken(engine)
  expect(caller).toBe('09359998877')
  expect(dialled).toEqual(['02155500000', '02191001234'])
  await engine.settled(leg.answer(engine.signal))
  expect(await engine.settled(leg.play(['sound:custom/hello'], engine.signal))).toEqual({ kind: 'finished' })
  const order = { endpointingMs: 1_000, maxMs: 8_000, name: 'salehi/in-1' }
  const recorded = await engine.settled(leg.record(order, engine.signal))
  if (recorded.kind !== 'recorded') throw new Error(recorded.because)
  expect(engine.pbx.phrases.transcriptOf(recorded.wav)).toBe('سلام')
  await engine.clock.advance(5_000)
  expect(leg.gone.reason).toMatchObject({ hangup: { cause: 16 } })
  expect(record).toMatchObject({ direction: 'inbound', endedBy: 'far', said: [{ text: 'سلام' }] })
  await engine.settled(leg[Symbol.asyncDispose]())
})

test('a caller’s keys are read, and a caller who is turned away sees why', async () => {
  await using engine = await virtualEngine()
  engine.pbx.callIn({ did: '021', callerId: '0912', script: answers(0, presses('5', 'over_prompt', 300)) }, 'salehi')
  const { leg } = await taken(engine)
  await engine.settled(leg.answer(engine.signal))
  const playing = leg.play(['sound:custom/hello'], engine.signal)
  expect(await engine.settled(leg.key(engine.signal))).toBe('5')
  await engine.settled(playing)
  await engine.settled(leg[Symbol.asyncDispose]())
  const record = engine.pbx.callIn({ did: '021', callerId: '0912', script: answers(0) }, 'salehi')
  const second = await taken(engine)
  await engine.settled(second.leg.hangup('busy', engine.signal))
  await engine.settled(second.leg[Symbol.asyncDispose]())
  expect(record).toMatchObject({ refusedWith: 486, seenByFarEnd: 17, endedBy: 'us' })
})

test('a caller who comes while the socket is down gets the dialplan’s own answer', async () => {
  await using engine = await virtualEngine()
  engine.pbx.dropSockets()
  const record = engine.pbx.callIn({ did: '021', callerId: '0912', script: answers(0) }, 'salehi')
  await engine.clock.advance(3_000)
  expect(record).toMatchObject({ cause: 41 })
})

test('an impatient caller who is not answered in time gives up', async () => {
  await using engine = await virtualEngine()
  engine.pbx.callIn({ did: '021', callerId: '0912', script: answers(0), patienceMs: 4_000 }, 'salehi')
  const { leg } = await taken(engine)
  await engine.clock.advance(5_000)
  expect(leg.gone.reason).toMatchObject({ hangup: { cause: 16, techCause: 487 } })
})

test('the same seed makes the same calls, event by event', async () => {
  const story = async (): Promise<string> => {
    await using engine = await virtualEngine({ seed: 5 })
    const heard: string[] = []
    const deliver = (event: object): void => void heard.push(JSON.stringify(event))
    engine.pbx.connect({ apps: ['watch'], subscribeAll: true, subscriber: { deliver, cut: () => undefined } })
    const order = { id: '0a'.repeat(16), endpoint: 'PJSIP/1@t', callerId: '021', timeoutMs: 9_000 }
    const placed = await engine.settled(engine.connection.calls.place(order, engine.signal))
    if (placed.kind === 'answered') await engine.settled(placed.leg[Symbol.asyncDispose]())
    return heard.join('\n')
  }
  const first = await story()
  expect(first.length).toBeGreaterThan(1_000)
  expect(await story()).toBe(first)
})
