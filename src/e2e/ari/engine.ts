import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AriConfig, type AriDeps, type AsteriskConnection, connectAri } from '../../ari/connect.ts'
import type { AriStatus } from '../../ari/status.ts'
import { systemClock } from '../../kernel/clock.ts'
import { systemIds } from '../../kernel/ids.ts'
import { silentLog } from '../../kernel/log.ts'
import { systemRandom } from '../../kernel/random.ts'
import { Scope } from '../../kernel/scope.ts'
import { Secret } from '../../kernel/secret.ts'
import type { Leg, LegOrder, Placed } from '../../session/ports.ts'
import { ari } from '../rig/ari-probe.ts'
import { type Rig, startRig } from '../rig/rig.ts'

const { signal } = new AbortController()
const trunk = 'TO-CUCM-Gaptel'

/** A rig with two sounds of some seconds, `custom/hello` and `custom/alo`. */
export async function startRigWithSounds(): Promise<Rig> {
  const rig = await startRig({}, signal)
  const clip = rig.clips.find(({ name }) => name === 'operator')
  for (const name of ['hello', 'alo']) copyFileSync(clip?.file ?? '', join(rig.soundDir, `${name}.wav`))
  return rig
}

/** A connection of ours to the rig's PBX. Disposal hangs up what it placed. */
export interface Engine extends AsyncDisposable {
  readonly connection: AsteriskConnection
  place(number: string, order?: Partial<LegOrder>, own?: AbortSignal): Promise<Placed>
  until(...kinds: AriStatus['kind'][]): Promise<AriStatus>
}

/** Opens one, connected or not. */
export function open(rig: Rig, config: Partial<AriConfig> = {}, deps: Partial<AriDeps> = {}): Engine {
  const connection = connectAri(
    {
      baseUrl: rig.pbx.ariUrl,
      wsUrl: rig.pbx.ariWsUrl,
      app: 'salehi',
      username: rig.pbx.username,
      password: new Secret(rig.pbx.password),
      timeoutMs: 10_000,
      ...config,
    },
    { clock: systemClock, random: systemRandom, ids: systemIds, log: silentLog, ...deps },
  )
  const scope = new Scope(signal)
  scope.spawn((inner) => connection.run(inner))
  const legs: Leg[] = []
  return {
    connection,
    async place(number, order = {}, own = signal) {
      const endpoint = `PJSIP/${number}@${trunk}`
      const placed = await connection.calls.place(
        { id: systemIds.next(), endpoint, callerId: '02191000000', timeoutMs: 20_000, ...order },
        own,
      )
      if (placed.kind === 'answered') legs.push(placed.leg)
      return placed
    },
    async until(...kinds) {
      await until(async () => kinds.includes(connection.status().kind))
      return connection.status()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(legs.map((leg) => leg[Symbol.asyncDispose]()))
      await scope[Symbol.asyncDispose]()
      await connection[Symbol.asyncDispose]()
    },
  }
}

/** Opens one and waits until it is connected. */
export async function connect(rig: Rig, config: Partial<AriConfig> = {}, deps: Partial<AriDeps> = {}): Promise<Engine> {
  const engine = open(rig, config, deps)
  await engine.until('up')
  return engine
}

/** The leg of a call that must have been answered. */
export function answered(placed: Placed): Extract<Placed, { kind: 'answered' }> {
  if (placed.kind !== 'answered') throw new Error(`not answered: ${JSON.stringify(placed)}`)
  return placed
}

/** What the PBX lists at a path. */
export async function listed(
  rig: Rig,
  path: string,
): Promise<readonly { readonly id: string; readonly channels?: readonly string[] }[]> {
  return (await ari(rig.pbx, { method: 'GET', path }, signal)) as { id: string }[]
}

/** Does something a little later. Nobody waits for it: what it sets off is what the test waits for. */
export async function soon(ms: number, work: () => void): Promise<void> {
  await systemClock.sleep(ms, signal)
  work()
}

/** Asks again until it is so. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await systemClock.sleep(20, signal)
}

/** Waits until no call and no bridge is left on the PBX. */
export async function untilNothingIsLeft(rig: Rig): Promise<void> {
  await until(async () => (await listed(rig, '/channels')).length === 0 && (await listed(rig, '/bridges')).length === 0)
}
