import { type AriConfig, type AriDeps, type AsteriskConnection, connectAri } from '../../ari/connect.ts'
import type { Recogniser } from '../../flow/ports.ts'
import { countingIds } from '../../kernel/ids.ts'
import { silentLog } from '../../kernel/log.ts'
import { seededRandom } from '../../kernel/random.ts'
import { Scope } from '../../kernel/scope.ts'
import { Secret } from '../../kernel/secret.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { RecordingEar } from '../../media/ear.ts'
import { plainEnhancer } from '../../media/enhancer.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { ScriptPorts } from '../../session/conduct.ts'
import { type Attempted, callOut } from '../../session/outbound.ts'
import type { Roster } from '../../session/ports.ts'
import { Registry } from '../../session/registry.ts'
import { VirtualPbx } from './pbx.ts'
import type { PbxOptions } from './pbx-options.ts'
import { VirtualWire } from './wire.ts'

/** How a virtual engine differs from one with nothing special. */
export interface VirtualEngineOptions {
  readonly pbx?: Partial<PbxOptions>
  readonly config?: Partial<AriConfig>
  readonly deps?: Partial<AriDeps>
  /** Whether to wait until it is connected, as is done unless told otherwise. */
  readonly connected?: boolean
  readonly seed?: number
  /** Endpoints of operators, who are all free. */
  readonly operators?: readonly string[]
}

/** The product's own client and sessions against a virtual PBX, in time that only the caller moves. */
export interface VirtualEngine extends AsyncDisposable {
  readonly pbx: VirtualPbx
  readonly wire: VirtualWire
  readonly connection: AsteriskConnection
  readonly clock: TestClock
  readonly signal: AbortSignal
  readonly script: ScriptPorts
  /** Calls somebody with a scenario; the number is dialled by the trunk `TO-CUCM-Gaptel`. */
  call(phone: string, plan: Plan, id?: string): Promise<Attempted>
  /** Moves time in small steps until the promise is settled, and gives its value. */
  settled<T>(promise: PromiseLike<T>, stepMs?: number): Promise<T>
}

/** The trunk customers are reached by. */
export const virtualTrunk = 'TO-CUCM-Gaptel'

/** Brings one up, connected. */
export async function virtualEngine(options: VirtualEngineOptions = {}): Promise<VirtualEngine> {
  const clock = options.pbx?.clock instanceof TestClock ? options.pbx.clock : new TestClock()
  const random = seededRandom(options.seed ?? 1)
  const pbx = new VirtualPbx({ clock, random, ids: countingIds(), ...options.pbx })
  const wire = new VirtualWire(pbx, clock)
  const ids = countingIds()
  const connection = connectAri(
    {
      baseUrl: 'http://pbx/ari',
      wsUrl: 'ws://pbx/ari/events',
      app: 'salehi',
      username: 'salehi',
      password: new Secret('secret'),
      timeoutMs: 10_000,
      ...options.config,
    },
    { clock, random: () => 0, ids, log: silentLog, wire, ...options.deps },
  )
  const scope = new Scope(new AbortController().signal)
  scope.spawn((signal) => connection.run(signal))
  const registry = new Registry()
  const recogniser: Recogniser = {
    name: 'stand-in',
    transcribe: (wav) => {
      const text = pbx.phrases.transcriptOf(wav)
      return Promise.resolve(text === '' ? { kind: 'empty' } : { kind: 'text', text })
    },
  }
  const script: ScriptPorts = {
    desk: {
      calls: connection.calls,
      roster: rosterOf(options.operators ?? []),
      ids,
      clock,
      timeoutMs: 30_000,
      presentedNumber: (number) => number,
      holdDialing: () => ({ [Symbol.dispose]: () => undefined }),
    },
    clock,
    earOn: (leg) =>
      new RecordingEar({
        leg,
        recogniser,
        enhancer: plainEnhancer,
        clock,
        thinkBudgetMs: 4_000,
        recordingName: `salehi/${leg.id}`,
      }),
    mediaOf: () => (prompt) => Promise.resolve(`sound:custom/${prompt.name}`),
    thinkBudgetMs: 4_000,
    onUnavailable: () => undefined,
  }
  const engine: VirtualEngine = {
    pbx,
    wire,
    connection,
    clock,
    signal: scope.signal,
    script,
    call: (phone, plan, id = ids.next()) =>
      callOut(
        {
          id,
          contact: { phone, fields: {} } as Parameters<typeof callOut>[0]['contact'],
          line: { number: '02191000000' },
          plan,
          mayDial: () => Promise.resolve(true),
        },
        {
          company: 'sina',
          calls: connection.calls,
          script,
          registry,
          clock,
          trunk: virtualTrunk,
          dialPrefix: 'none',
          defaultCallerId: '',
          ringMs: 30_000,
          causeTable: {},
        },
        silentLog,
        scope.signal,
      ),
    async settled(promise, stepMs = 20) {
      let pending = true
      const note = (): void => {
        pending = false
      }
      promise.then(note, note)
      while (pending) await clock.advance(stepMs)
      return await promise
    },
    async [Symbol.asyncDispose]() {
      await scope[Symbol.asyncDispose]()
      await connection[Symbol.asyncDispose]()
      pbx[Symbol.dispose]()
    },
  }
  while (options.connected !== false && connection.status().kind !== 'up') await clock.advance(20)
  return engine
}

function rosterOf(operators: readonly string[]): Roster {
  const all = operators.map((endpoint, at) => ({ key: `operator-${at}`, endpoint }))
  const freeOf = (tried: ReadonlySet<string>) => all.filter(({ key }) => !tried.has(key))
  return {
    free: (_queue, _direction, tried) => freeOf(tried).length,
    reserve: (_queue, _direction, tried) => {
      const [operator] = freeOf(tried)
      return operator === undefined ? undefined : { operator, [Symbol.dispose]: () => undefined }
    },
  }
}
