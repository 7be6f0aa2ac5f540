import { Secret } from '../../kernel/secret.ts'
import { Applications, type Connection } from './application.ts'
import type { CallRecord } from './call-record.ts'
import type { Channel } from './channel.ts'
import { end, endSoon } from './ending.ts'
import { Faults, measuredRaces } from './faults.ts'
import { IdRegister } from './id-register.ts'
import { arrive, makeChannel } from './making.ts'
import type { IncomingPlan, PbxOptions, SocketOrder } from './pbx-options.ts'
import { PhraseBook } from './phrase-book.ts'
import { type Reply, refused } from './reply.ts'
import { carryOut, type EndpointState } from './requests.ts'
import { answers } from './script.ts'
import { soundsOf } from './sound-lengths.ts'
import { takeApart } from './take-apart.ts'
import { tellApplication } from './telling.ts'
import { Timeline } from './timeline.ts'
import { profileOf } from './version-profile.ts'
import { timestamp, type World } from './world.ts'

/** An Asterisk that exists in memory only: channels, bridges, media and applications, told of as Asterisk tells. */
export class VirtualPbx implements Disposable {
  readonly #world: World
  readonly #endpoints: Map<string, EndpointState>
  readonly #username: string
  readonly #password: Secret
  #up = true
  #incoming = 0

  constructor(options: PbxOptions) {
    const { clock, random, ids } = options
    this.#username = options.username ?? 'salehi'
    this.#password = options.password ?? new Secret('secret')
    this.#endpoints = new Map(Object.entries(options.endpoints ?? {}))
    const network = options.network ?? (() => ({ kind: 'reaches', script: answers(1_000) }) as const)
    const files = soundsOf(options.sounds ?? (() => 2_000))
    const profile = profileOf(options.version ?? '22.10.1')
    this.#world = {
      clock,
      timeline: new Timeline(clock),
      random,
      ids,
      faults: new Faults(random, options.faults ?? measuredRaces),
      phrases: new PhraseBook(),
      network: (endpoint, attempt) =>
        this.#isOffline(endpoint) ? { kind: 'unreachable' } : network(endpoint, attempt),
      sounds: (uri) => this.#recordedMs(uri) ?? files(uri),
      profile,
      entityId: '02:00:00:00:00:01',
      rtpTimeoutMs: options.rtpTimeoutMs ?? 0,
      apps: new Applications(),
      connections: new Set(),
      channels: new Map(),
      channelIds: new IdRegister(profile.prefixIdsConflict),
      bridges: new Map(),
      playbacks: new Map(),
      live: new Map(),
      stored: new Map(),
      globals: new Map(),
      attempts: new Map(),
      calls: [],
      watchers: 0,
      bootedAt: '',
      serial: 0,
    }
    this.#world.bootedAt = timestamp(this.#world)
  }

  /** Switches for what goes wrong, and how often each has struck. */
  get faults(): Faults {
    return this.#world.faults
  }

  /** What virtual callers can say, and what a recording of it means. */
  get phrases(): PhraseBook {
    return this.#world.phrases
  }

  /** Every call so far as the far end saw it, in order. */
  get calls(): readonly CallRecord[] {
    return this.#world.calls
  }

  /** Those that are not over yet. */
  get open(): readonly CallRecord[] {
    return [...this.#world.channels.values()].map(({ record }) => record)
  }

  /** Whether the process runs. */
  get up(): boolean {
    return this.#up
  }

  /** What is left: a PBX nobody uses has none of it. */
  get left(): {
    readonly channels: number
    readonly bridges: number
    readonly playbacks: number
    readonly recordings: number
  } {
    const { channels, bridges, playbacks, live } = this.#world
    return { channels: channels.size, bridges: bridges.size, playbacks: playbacks.size, recordings: live.size }
  }

  /** Whether it offers REST over the event socket. */
  get restOverSocket(): boolean {
    return this.#world.profile.restOverSocket
  }

  /** What a login says against a request; undefined when nothing. */
  authorise(authorization: string | undefined, method: string): Reply | undefined {
    const login = (user: string): string => `Basic ${btoa(`${user}:${this.#password.reveal()}`)}`
    if (authorization === login(this.#username)) return undefined
    if (authorization !== login('viewer')) return refused(401, 'Authentication required')
    return method === 'GET' ? undefined : refused(403, 'Write access required')
  }

  /** Carries out one request: path and query below the base, encoded as on the wire. */
  request(method: string, pathAndQuery: string, body?: unknown): Reply {
    const asked = takeApart(method, pathAndQuery, body)
    return asked === undefined
      ? refused(400, 'Error parsing request body')
      : carryOut(this.#world, this.#endpoints, asked)
  }

  /** Opens an event socket; whoever had an application before is told that it was replaced, and hears no more. */
  connect({ apps, subscribeAll = false, subscriber }: SocketOrder): Connection {
    const world = this.#world
    const connection: Connection = { apps, subscribeAll, subscriber, stalled: false }
    for (const name of apps) {
      const application = world.apps.ensure(name)
      if (application.connection !== undefined) {
        world.faults.note('application_replaced')
        tellApplication(world, application, 'ApplicationReplaced', () => ({}))
      }
      application.connection = connection
    }
    world.connections.add(connection)
    if (subscribeAll) world.watchers++
    return connection
  }

  /** A socket is closed from the client's side. Events from now on are lost; what is in the application stays. */
  disconnect(connection: Connection): void {
    const world = this.#world
    if (!world.connections.delete(connection)) return
    if (connection.subscribeAll) world.watchers--
    for (const application of [...world.apps.all]) {
      if (application.connection !== connection) continue
      application.connection = undefined
      world.apps.tidy(application)
    }
  }

  /** The wire of every event socket breaks, or of those of one application. */
  dropSockets(app?: string): void {
    for (const connection of [...this.#world.connections]) {
      if (app !== undefined && !connection.apps.includes(app)) continue
      this.#world.faults.note('socket_dropped')
      this.disconnect(connection)
      connection.subscriber.cut()
    }
  }

  /** Every event socket stays open, and nothing comes over it any more, not even a pong. */
  stallSockets(): void {
    for (const connection of this.#world.connections) {
      this.#world.faults.note('socket_stalled')
      connection.stalled = true
    }
  }

  /** Lets somebody call us; the record tells what became of it. */
  callIn(plan: IncomingPlan, app: string): CallRecord {
    const world = this.#world
    const headers = Object.entries(plan.headers ?? {}).map(
      ([name, value]) => [`PJSIP_HEADER(read,${name})`, value] as const,
    )
    const diversion = /sip:([^@;>]+)/i.exec(plan.headers?.['Diversion'] ?? '')?.[1]
    const asserted = /^\s*(?:"([^"]*)"\s*)?<sip:([^@;>]+)/i.exec(plan.headers?.['P-Asserted-Identity'] ?? '')
    const channel = makeChannel(world, {
      id: `pbx-${Math.floor(world.clock.now() / 1_000)}.${++this.#incoming}`,
      endpoint: `PJSIP/${plan.did}@${plan.trunk ?? 'TO-CUCM-Gaptel'}`,
      origin: 'arrived',
      app,
      args: [],
      state: 'Ring',
      exten: plan.did,
      context: 'from-trunk',
      // A trusted trunk's word about the caller goes before what the caller says.
      caller: { name: asserted?.[1] ?? '', number: asserted?.[2] ?? plan.callerId ?? 'anonymous' },
      connected: { name: '', number: '' },
      ...(diversion === undefined ? {} : { rdnis: diversion }),
      variables: new Map([['PJSIP_HEADER(read,To)', `<sip:${plan.did}@pbx>`], ...headers]),
    })
    arrive(world, channel, plan.script, plan.patienceMs ?? 60_000)
    return channel.record
  }

  /** The far end of a channel hangs up now, whatever its script says. */
  hangUpFarEnd(channelId: string, cause = 16): void {
    const channel = this.#channel(channelId)
    if (channel === undefined) return
    const gaveUp = channel.state === 'Ring' && this.#world.profile.techCause
    endSoon(this.#world, channel, { kind: 'far', end: { cause, ...(gaveUp ? { techCause: 487 } : {}) } })
  }

  /** The far end of a channel is gone without a word. */
  vanish(channelId: string): void {
    this.#channel(channelId)?.party?.vanish()
  }

  /** A trunk or telephone comes or goes. */
  setEndpoint(name: string, state: EndpointState): void {
    this.#endpoints.set(name, state)
  }

  /** `core stop now`: live channels are told to be over, then every socket breaks. */
  stop(): void {
    if (!this.#up) return
    this.#world.faults.note('stopped')
    for (const channel of [...this.#world.channels.values()]) end(this.#world, channel, { kind: 'stopping' })
    this.#cease()
  }

  /** The process dies at once: nobody is told anything. */
  kill(): void {
    if (!this.#up) return
    this.#world.faults.note('killed')
    this.#cease()
  }

  /** Comes up again, knowing of nothing. */
  start(): void {
    if (this.#up) return
    this.#world.bootedAt = timestamp(this.#world)
    this.#up = true
  }

  [Symbol.dispose](): void {
    this.#world.timeline[Symbol.dispose]()
  }

  #cease(): void {
    const world = this.#world
    this.#up = false
    world.timeline.clear()
    for (const channel of world.channels.values()) {
      channel.ending = true
      channel.record.endedMs ??= world.timeline.nowMs
      channel.record.endedBy ??= 'crash'
    }
    for (const each of [world.channels, world.bridges, world.playbacks, world.live, world.globals]) each.clear()
    world.channelIds.clear()
    world.apps.clear()
    world.watchers = 0
    const connections = [...world.connections]
    world.connections.clear()
    for (const { subscriber } of connections) subscriber.cut()
  }

  /** How long a recording of its own plays. */
  #recordedMs(uri: string): number | undefined {
    if (!uri.startsWith('recording:')) return undefined
    const content = this.#world.stored.get(uri.slice('recording:'.length))
    return content === undefined ? undefined : (content().byteLength - 44) / 16
  }

  #channel(id: string): Channel | undefined {
    return this.#world.channels.get(id.toLowerCase())
  }

  #isOffline(endpoint: string): boolean {
    const [technology = '', resource = ''] = endpoint.split('/')
    return this.#endpoints.get(`${technology}/${resource.split('@').at(-1)}`) === 'offline'
  }
}
