import { type AriConfig, type AriDeps, type AsteriskConnection, connectAri } from '../../ari/connect.ts'
import type { AriStatus } from '../../ari/status.ts'
import { countingIds, type Ids } from '../../kernel/ids.ts'
import { silentLog } from '../../kernel/log.ts'
import { Scope } from '../../kernel/scope.ts'
import { Secret } from '../../kernel/secret.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import type { LegOrder, Placed } from '../../session/ports.ts'
import { FakeAsterisk } from './fake-asterisk.ts'

/** A connection to a stand-in, in time that only the test moves. */
export interface Bench extends AsyncDisposable {
  readonly asterisk: FakeAsterisk
  readonly connection: AsteriskConnection
  readonly clock: TestClock
  readonly ids: Ids
  /** Every status so far. */
  readonly statuses: readonly AriStatus[]
  /** Aborts when the test is over. */
  readonly signal: AbortSignal
  place(order?: Partial<LegOrder>, signal?: AbortSignal): Promise<Placed>
  /** Places a call and answers it. */
  answered(): Promise<Extract<Placed, { kind: 'answered' }>['leg']>
  until(condition: () => boolean): Promise<void>
  untilStatus(kind: AriStatus['kind']): Promise<void>
  /** Lets real sockets carry what is under way, then moves time. */
  step(ms: number): Promise<void>
  /** Moves time in such steps until the promise is settled, and gives its value. */
  settled<T>(promise: PromiseLike<T>, stepMs: number): Promise<T>
}

/** Opens one; it is not yet connected unless `connected` is asked for. */
export async function bench(
  options: {
    readonly config?: Partial<AriConfig>
    readonly deps?: Partial<AriDeps>
    readonly asterisk?: FakeAsterisk
  } = {},
  connected = true,
): Promise<Bench> {
  const asterisk = options.asterisk ?? new FakeAsterisk()
  const clock = new TestClock()
  const ids = countingIds()
  const { baseUrl, wsUrl, app, username } = asterisk
  const connection = connectAri(
    { baseUrl, wsUrl, app, username, password: new Secret(asterisk.password), timeoutMs: 10_000, ...options.config },
    { clock, random: () => 0, ids, log: silentLog, ...options.deps },
  )
  const statuses: AriStatus[] = []
  connection.onStatus((status) => statuses.push(status))
  const scope = new Scope(new AbortController().signal)
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  const made: Bench = {
    asterisk,
    connection,
    clock,
    ids,
    statuses,
    signal: scope.signal,
    until,
    untilStatus: (kind) => until(() => connection.status().kind === kind),
    place: (order = {}, signal = scope.signal) =>
      connection.calls.place(
        { id: ids.next(), endpoint: 'PJSIP/1@trunk', callerId: '021', timeoutMs: 20_000, ...order },
        signal,
      ),
    async step(ms) {
      // Whatever is on the wire arrives before a request that is sent after it has come back.
      for (let trips = 0; trips < 2; trips++) await (await fetch(asterisk.baseUrl)).arrayBuffer()
      await clock.advance(ms)
    },
    async settled(promise, stepMs) {
      let pending = true
      const note = (): void => {
        pending = false
      }
      promise.then(note, note)
      while (pending) await made.step(stepMs)
      return await promise
    },
    async answered() {
      const placing = made.place()
      const { parameters } = await asterisk.next('channels.dial')
      asterisk.state.turn(parameters['channelId'] ?? '', 'Up')
      const placed = await placing
      if (placed.kind !== 'answered') throw new Error('not answered')
      return placed.leg
    },
    async [Symbol.asyncDispose]() {
      await scope[Symbol.asyncDispose]()
      await connection[Symbol.asyncDispose]()
      asterisk[Symbol.dispose]()
    },
  }
  scope.spawn((signal) => connection.run(signal))
  if (connected) await made.untilStatus('up')
  return made
}
