import { countingIds } from '../../../kernel/ids.ts'
import { seededRandom } from '../../../kernel/random.ts'
import { TestClock } from '../../../kernel/test-clock.ts'
import { type SchemePhrases, schemeScript } from '../number-scheme.ts'
import { VirtualPbx } from '../pbx.ts'
import { answers, type CallerScript } from '../script.ts'
import { VirtualWire } from '../wire.ts'
import { trunk } from './calls.ts'
import type { ContractEvent, ContractReply, PbxDriver, Tape } from './driver.ts'

const phrases: SchemePhrases = {
  turns: { 1: { text: 'بله، علاقه دارم', lastsMs: 1_714 }, 6: { text: 'الو؟ الو؟', lastsMs: 1_236 } },
  operator: { text: 'سلام، در خدمتم', lastsMs: 3_944 },
  announcementMs: 3_947,
}
const stepMs = 10

/** A virtual PBX with the customers of the number scheme, set up as the test rig's Asterisk is. */
export function contractPbx(clock: TestClock, seed: number): VirtualPbx {
  return new VirtualPbx({
    clock,
    random: seededRandom(seed),
    ids: countingIds(),
    sounds: (name) => (name.startsWith('custom/') && name !== 'custom/missing' ? 3_944 : undefined),
    endpoints: {
      [`PJSIP/${trunk}`]: 'online',
      'PJSIP/op-offline': 'offline',
      'PJSIP/DEADQ': 'offline',
      'PJSIP/DEAD': 'unknown',
      'PJSIP/SIPP': 'unknown',
    },
    network(endpoint) {
      const number = /^PJSIP\/([^@]+)@(.+)$/.exec(endpoint)
      if (number?.[2] === trunk) return { kind: 'reaches', script: schemeScript(number[1] ?? '', phrases) }
      if (number?.[2] === 'SIPP') return { kind: 'reaches', script: peers[number[1] ?? ''] ?? dead }
      if (number?.[2] === 'DEAD') return { kind: 'reaches', script: dead }
      return { kind: 'unreachable' }
    },
  })
}

const peers: Readonly<Record<string, CallerScript>> = {
  mute: { ...answers(200), sound: 'none' },
  vanishing: answers(200, { kind: 'vanishes', when: 'at_once', afterMs: 300 }),
}
const dead: CallerScript = { network: { kind: 'dead' }, acts: [] }

/** Drives one, in time that moves only while somebody waits. */
export class VirtualDriver implements PbxDriver, Disposable {
  readonly app: string
  readonly pbx: VirtualPbx
  readonly #clock = new TestClock()
  readonly #wire: VirtualWire
  readonly #signal = new AbortController().signal
  #count = 0

  constructor(seed: number) {
    this.app = 'contract'
    this.pbx = contractPbx(this.#clock, seed)
    this.#wire = new VirtualWire(this.pbx, this.#clock)
  }

  id(): string {
    return `c${(++this.#count).toString(16).padStart(15, '0')}`
  }

  number(manner: string): string {
    return manner + String(++this.#count).padStart(11 - manner.length, '0')
  }

  async request(
    method: string,
    path: string,
    options: Parameters<PbxDriver['request']>[2] = {},
  ): Promise<ContractReply> {
    const { query = {}, body, as } = options
    const user = as ?? 'salehi'
    const text = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const response = await this.#wire.fetch(`http://pbx/ari${path}${text.size === 0 ? '' : `?${text}`}`, {
      method,
      headers: { authorization: `Basic ${btoa(`${user}:secret`)}` },
      redirect: 'manual',
      keepalive: true,
      signal: this.#signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const bytes = await response.arrayBuffer()
    const isFile = response.headers.get('content-type') === 'audio/wav'
    const said = new TextDecoder().decode(bytes)
    await this.#clock.advance(1) // a request takes its time, too
    return {
      status: response.status,
      body: isFile || said === '' ? undefined : JSON.parse(said),
      bytes: bytes.byteLength,
    }
  }

  listen({ app = this.app, subscribeAll = false }: Parameters<PbxDriver['listen']>[0] = {}): Promise<Tape> {
    const events: ContractEvent[] = []
    const connection = this.pbx.connect({
      apps: app.split(','),
      subscribeAll,
      subscriber: { deliver: (event) => void events.push(event), cut: () => undefined },
    })
    return Promise.resolve({
      events,
      until: async (what, isIt, limitMs = 10_000) => {
        for (let passed = 0; ; passed += stepMs) {
          const found = events.find(isIt)
          if (found !== undefined) return found
          if (passed > limitMs)
            throw new Error(`${what} did not come; told was ${events.map(({ type }) => type).join(', ')}`)
          await this.#clock.advance(stepMs)
        }
      },
      close: () => Promise.resolve(this.pbx.disconnect(connection)),
    })
  }

  stall(): void {
    this.pbx.stallSockets()
  }

  async pass(ms: number): Promise<void> {
    await this.#clock.advance(ms)
  }

  callIn(plan: Parameters<PbxDriver['callIn']>[0]): ReturnType<PbxDriver['callIn']> {
    const { as, ...rest } = plan
    const record = this.pbx.callIn({ ...rest, did: '02191001234', script: schemeScript(as, phrases) }, 'salehi')
    return Promise.resolve({
      hangUp: () => Promise.resolve(this.pbx.hangUpFarEnd(record.channelId)),
      ended: async () => {
        while (record.endedMs === undefined) await this.#clock.advance(stepMs)
        return record.seenByFarEnd ?? record.cause ?? 0
      },
    })
  }

  [Symbol.dispose](): void {
    this.pbx[Symbol.dispose]()
  }
}
