import { afterAll, beforeAll, test } from 'bun:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemIds } from '../kernel/ids.ts'
import { contractCases } from '../rehearsal/pbx/contract/all-cases.ts'
import type { ContractCase, ContractEvent, ContractReply, PbxDriver, Tape } from '../rehearsal/pbx/contract/driver.ts'
import { startRigWithSounds } from './ari/engine.ts'
import type { Rig } from './rig/rig.ts'

/** So many cases at once: the machine that carries both exchanges must not be what is measured. */
const abreast = 8
const caseLimitMs = 45_000

const { signal } = new AbortController()
const outcomes = new Map<ContractCase, PromiseWithResolvers<void>>()
let rig: Rig
let all: Promise<void>

const cases = contractCases.filter(({ only }) => only !== 'virtual')

beforeAll(async () => {
  rig = await startRigWithSounds()
  for (const one of cases) {
    const outcome = Promise.withResolvers<void>()
    outcome.promise.catch(() => undefined) // its own test tells
    outcomes.set(one, outcome)
  }
  let count = 0
  const counter = { next: () => ++count }
  const inbound = cases.filter((one) => one.inbound === true)
  const waiting = cases.filter((one) => one.inbound !== true).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)))
  const proveInTurn = async (list: ContractCase[]): Promise<void> => {
    for (let one = list.shift(); one !== undefined; one = list.shift()) await prove(one, counter)
  }
  all = Promise.all([proveInTurn(inbound), ...Array.from({ length: abreast }, () => proveInTurn(waiting))]).then(
    () => undefined,
  )
}, 180_000)

afterAll(async () => {
  await all
  await rig[Symbol.asyncDispose]()
}, 60_000)

test.each(cases.map((one) => [one.fact, one] as const))(
  'Asterisk: %s',
  async (_fact, one) => {
    await outcomes.get(one)?.promise
  },
  120_000,
)

/** It takes half a minute, so it begins first. */
function isLong({ fact }: ContractCase): boolean {
  return fact.includes('32 s')
}

async function prove(one: ContractCase, counter: { next(): number }): Promise<void> {
  await using driver = new RigDriver(rig, counter)
  const outcome = outcomes.get(one)
  try {
    await Promise.race([
      one.prove(driver),
      sleep(caseLimitMs, undefined, { ref: false }).then(() => {
        throw new Error('the case did not come to its end')
      }),
    ])
    outcome?.resolve()
  } catch (error) {
    outcome?.reject(error)
  }
}

/** Drives the rig's PBX without the product's client. */
class RigDriver implements PbxDriver, AsyncDisposable {
  readonly app: string
  readonly #rig: Rig
  /** Numbers and names that no two cases share. */
  readonly #counter: { next(): number }
  readonly #tapes: Tape[] = []

  constructor(own: Rig, counter: { next(): number }) {
    this.#rig = own
    this.#counter = counter
    this.app = `contract-${counter.next()}`
  }

  id(): string {
    return systemIds.next()
  }

  number(manner: string): string {
    return manner + String(this.#counter.next()).padStart(11 - manner.length, '0')
  }

  async request(
    method: string,
    path: string,
    options: Parameters<PbxDriver['request']>[2] = {},
  ): Promise<ContractReply> {
    const { query = {}, body, as } = options
    const { ariUrl } = this.#rig.pbx
    const text = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    const response = await fetch(`${ariUrl}${path}${text.size === 0 ? '' : `?${text}`}`, {
      method,
      headers: { authorization: this.#login(as), 'content-type': 'application/json' },
      signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const bytes = await response.arrayBuffer()
    const isFile = response.headers.get('content-type')?.startsWith('audio/') === true
    const said = isFile ? '' : new TextDecoder().decode(bytes)
    return { status: response.status, body: read(said), bytes: bytes.byteLength }
  }

  async listen({ app = this.app, subscribeAll = false }: Parameters<PbxDriver['listen']>[0] = {}): Promise<Tape> {
    const query = new URLSearchParams({ app, subscribeAll: String(subscribeAll) })
    const socket = new WebSocket(`${this.#rig.pbx.ariWsUrl}?${query}`, {
      headers: { authorization: this.#login(undefined) },
    })
    const events: ContractEvent[] = []
    let heard = Promise.withResolvers<void>()
    socket.addEventListener('message', (message) => {
      events.push(JSON.parse(String(message.data)) as ContractEvent)
      heard.resolve()
      heard = Promise.withResolvers()
    })
    const closed = Promise.withResolvers<void>()
    socket.addEventListener('close', () => closed.resolve(), { once: true })
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true })
      socket.addEventListener('error', reject, { once: true })
    })
    const tape: Tape = {
      events,
      async until(what, isIt, limitMs = 10_000) {
        const limit = AbortSignal.timeout(limitMs + 2_000)
        for (;;) {
          const found = events.find(isIt)
          if (found !== undefined) return found
          if (limit.aborted) {
            throw new Error(`${what} did not come; told was ${events.map(({ type }) => type).join(', ')}`)
          }
          await Promise.race([heard.promise, sleep(250)])
        }
      },
      async close() {
        socket.close()
        await Promise.race([closed.promise, sleep(500)])
      },
    }
    this.#tapes.push(tape)
    return tape
  }

  async pass(ms: number): Promise<void> {
    await sleep(ms)
  }

  async callIn({ as, callerId, headers }: Parameters<PbxDriver['callIn']>[0]): ReturnType<PbxDriver['callIn']> {
    const plan = { did: '02191001234', as, ...(callerId && { callerId }), ...(headers && { headers }) }
    const call = await this.#rig.carrier.callIn(plan, signal)
    return {
      hangUp: () => call.hangUp(signal),
      ended: async () => {
        const end = await call.ended
        return end.kind === 'ended' ? end.cause : -1
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#tapes.map((tape) => tape.close()))
  }

  #login(as: 'viewer' | 'nobody' | undefined): string {
    return `Basic ${btoa(`${as ?? this.#rig.pbx.username}:${this.#rig.pbx.password}`)}`
  }
}

function read(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return text
  }
}
