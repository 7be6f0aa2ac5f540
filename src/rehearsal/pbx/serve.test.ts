import { expect, test } from 'bun:test'
import { connectAri } from '../../ari/connect.ts'
import { systemClock } from '../../kernel/clock.ts'
import { systemIds } from '../../kernel/ids.ts'
import { silentLog } from '../../kernel/log.ts'
import { seededRandom } from '../../kernel/random.ts'
import { Scope } from '../../kernel/scope.ts'
import { Secret } from '../../kernel/secret.ts'
import { VirtualPbx } from './pbx.ts'
import { answers } from './script.ts'
import { serve } from './serve.ts'

test.each(['http', 'socket'] as const)(
  'the engine places a call over a real socket, requests by %s',
  async (transport) => {
    const clock = systemClock
    using pbx = new VirtualPbx({
      clock,
      random: seededRandom(1),
      ids: systemIds,
      sounds: () => 30,
      network: () => ({ kind: 'reaches', script: answers(20) }),
    })
    using served = serve(pbx)
    const connection = connectAri(
      {
        baseUrl: served.baseUrl,
        wsUrl: served.wsUrl,
        app: 'salehi',
        username: 'salehi',
        password: new Secret('secret'),
        timeoutMs: 5_000,
      },
      { clock, random: seededRandom(2), ids: systemIds, log: silentLog, transport },
    )
    const scope = new Scope(new AbortController().signal)
    const up = Promise.withResolvers<void>()
    connection.onStatus(({ kind }) => {
      if (kind === 'up') up.resolve()
    })
    scope.spawn((signal) => connection.run(signal))
    await up.promise
    const order = { id: systemIds.next(), endpoint: 'PJSIP/1@trunk', callerId: '021', timeoutMs: 5_000 }
    const placed = await connection.calls.place(order, scope.signal)
    if (placed.kind !== 'answered') throw new Error(placed.kind)
    expect(await placed.leg.play(['sound:hello'], scope.signal)).toEqual({ kind: 'finished' })
    await placed.leg[Symbol.asyncDispose]()
    await scope[Symbol.asyncDispose]()
    await connection[Symbol.asyncDispose]()
    expect(pbx.calls[0]?.heard).toMatchObject([{ media: 'sound:hello', whole: true }])
    expect(pbx.left.channels).toBe(0)
  },
)
