import type { HealthCheck } from '../dialer/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { Mailbox } from '../kernel/mailbox.ts'
import type { Random } from '../kernel/random.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { aborted, race, Scope } from '../kernel/scope.ts'
import type { Secret } from '../kernel/secret.ts'
import type { Incoming } from '../session/ports.ts'
import { arrive } from './arriving.ts'
import { AriCalls } from './calls.ts'
import { Channels } from './channels.ts'
import { dispatch } from './dispatch.ts'
import type { Exchange } from './exchange.ts'
import { HttpTransport } from './http.ts'
import { Latch } from './latch.ts'
import { inApplication, type Keep, keepReconciled, reconcile, type Strays } from './reconcile.ts'
import { eventsRefusal, type Refused, readOnlyOf, refusalOf, rivalRefusal } from './refusal.ts'
import type { Given } from './rest.ts'
import { Rest } from './rest.ts'
import { rivalAnswers } from './rival.ts'
import { EventSocket } from './socket.ts'
import { SocketTransport } from './socket-transport.ts'
import { type AriStatus, StatusBoard } from './status.ts'
import { trunkCheck } from './trunk.ts'
import { type AsteriskVersion, offersRestOverSocket, parseVersion, versionAdvice } from './version.ts'
import type { Wire } from './wire.ts'

/** Where Asterisk is and who we are there. */
export interface AriConfig {
  /** `http://127.0.0.1:8088/ari` */
  readonly baseUrl: string
  /** `ws://127.0.0.1:8088/ari/events` */
  readonly wsUrl: string
  readonly app: string
  readonly username: string
  readonly password: Secret
  /** How long a request may take. */
  readonly timeoutMs: number
}

/** What a connection needs of its surroundings. */
export interface AriDeps {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly log: Log
  /** Asked of channels nobody here holds whether they are to be left alone; nothing is kept unless given. */
  readonly keep?: Keep
  /**
   * Asked of callers whose arrival we did not see whether their call is over: then they are hung up, else they are new
   * callers. Unless given, only those are new who are not answered yet.
   */
  readonly isOver?: (channelId: string) => boolean
  /** How requests travel: HTTP unless `socket` is chosen and this Asterisk offers it. */
  readonly transport?: 'http' | 'socket'
  /** What carries requests and events: the network, unless another is given. */
  readonly wire?: Wire
}

/** When to try again after the connection was lost or refused. */
export const reconnectPolicy: Backoff = { firstMs: 250, factor: 2, maxMs: 5_000, jitter: 0.3 }

/** With no connection for so long, live calls count as lost. */
export const lostAfterMs = 20_000

/** How often calls are looked after once another engine has our events. */
const standAsideMs = 2_000

/** Events and callers that may wait to be read. */
const inboxCapacity = 20_000
const callersCapacity = 500

/** Events we have no use for; together they are half of all. */
const unwanted = [
  'ChannelVarset',
  'ChannelDialplan',
  'ChannelCallerId',
  'ChannelConnectedLine',
  'ChannelEnteredBridge',
  'ChannelLeftBridge',
  'PlaybackStarted',
  'PlaybackContinuing',
  'RecordingStarted',
] as const

type Ended = Refused | { readonly kind: 'down'; readonly message: string } | { readonly kind: 'replaced' }

/** Prepares a connection; it is made and kept by {@link AsteriskConnection.run}. */
export function connectAri(config: AriConfig, deps: AriDeps): AsteriskConnection {
  return new AsteriskConnection(config, deps)
}

/** Our connection to an Asterisk: one event socket, kept alive and made anew, and the calls behind it. */
export class AsteriskConnection implements AsyncDisposable {
  readonly calls: AriCalls
  readonly #config: AriConfig
  readonly #deps: AriDeps
  readonly #exchange: Exchange
  readonly #transport: SocketTransport | undefined
  readonly #board = new StatusBoard()
  readonly #callers = new Mailbox<Incoming>(callersCapacity)
  readonly #complaints = new Set<string>()
  #version: AsteriskVersion | undefined
  /** When Asterisk was started, in its own words; another value is another process. */
  #bootedAt: string | undefined

  constructor(config: AriConfig, deps: AriDeps) {
    const { clock, ids, log } = deps
    this.#config = config
    this.#deps = deps
    const http = new HttpTransport(config, clock, deps.wire)
    this.#transport = deps.transport === 'socket' ? new SocketTransport(http, ids, config.timeoutMs, clock) : undefined
    const tasks = new Scope(new AbortController().signal)
    this.#exchange = {
      rest: new Rest(this.#transport ?? http),
      channels: new Channels(clock, tasks),
      bridges: new Set(),
      app: config.app,
      timeoutMs: config.timeoutMs,
      clock,
      ids,
      log,
      tasks,
    }
    this.calls = new AriCalls(this.#exchange, this.#callers, this.#board)
  }

  /** How we stand with Asterisk now. */
  status(): AriStatus {
    return this.#board.current
  }

  /** Tells of every change of the status, until disposed. */
  onStatus(listener: (status: AriStatus) => void): Disposable {
    return this.#board.onChange(listener)
  }

  /** The version of the Asterisk we were last connected to. */
  get version(): AsteriskVersion | undefined {
    return this.#version
  }

  /** Looks whether a trunk can carry a call. */
  trunkCheck(trunk: string): HealthCheck {
    return trunkCheck(this.#exchange.rest, trunk)
  }

  /** Connects and stays connected until aborted; rejects with the signal's reason. */
  async run(signal: AbortSignal): Promise<never> {
    const { clock, random } = this.#deps
    let lastUpMs = clock.elapsed()
    for (let failures = 1; ; failures++) {
      const ended = await this.#connectOnce(signal)
      if (this.#board.current.kind === 'up') {
        lastUpMs = clock.elapsed()
        failures = 1
      }
      this.#tell(ended)
      if (ended.kind === 'replaced') await this.#standAside(signal)
      const waitMs = delayMs(reconnectPolicy, failures, random)
      if (clock.elapsed() - lastUpMs + waitMs > lostAfterMs) this.#loseCalls(ended)
      await clock.sleep(waitMs, signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#exchange.channels.endAll({ cause: 0 })
    this.#callers.close()
    await this.#exchange.tasks[Symbol.asyncDispose]()
  }

  async #connectOnce(signal: AbortSignal): Promise<Ended> {
    const { app, clock, rest, timeoutMs } = this.#exchange
    const info = await rest.call('asterisk.getInfo', {}, signal)
    const refused = refusalOf(info, this.#config.username)
    if (info.kind !== 'done' || refused !== undefined) return refused ?? eventsRefusal('no answer')
    if (await rivalAnswers(this.#exchange, signal)) return rivalRefusal(app)
    const inside = await inApplication(this.#exchange, signal)
    const inbox = new Mailbox<string>(inboxCapacity)
    using socket = new EventSocket(this.#config, inbox, this.#deps.wire)
    if (!(await socket.open(clock, timeoutMs, signal))) return eventsRefusal(socket.closed.value ?? 'no answer')
    await using scope = new Scope(signal)
    const replaced = new Latch<void>()
    const drained = new Latch<void>()
    const to = { callers: this.#callers, replaced, transport: this.#transport, complaints: this.#complaints }
    scope.spawn(async (own) => {
      await dispatch(this.#exchange, inbox, to, own)
      drained.set()
    })
    scope.spawn(async (own) => {
      await socket.keepAlive(clock, own)
    })
    const fault = await this.#prepare(socket, info.value, inside ?? new Set(), scope, scope.signal)
    if (fault !== undefined) return fault
    const ended = await race<Ended>(
      scope.signal,
      async (own) => ({ kind: 'down', message: await socket.closed.wait(own) }),
      async (own) => {
        await replaced.wait(own)
        return { kind: 'replaced' }
      },
    )
    inbox.close() // what came before the end still counts
    await drained.wait(scope.signal)
    return replaced.isSet ? { kind: 'replaced' } : ended
  }

  /** Everything between an open socket and calls that may be placed. */
  async #prepare(
    socket: EventSocket,
    info: Given<'asterisk.getInfo'>,
    inside: ReadonlySet<string>,
    scope: Scope,
    signal: AbortSignal,
  ): Promise<Ended | undefined> {
    const { app, clock, log, rest } = this.#exchange
    this.#version = parseVersion(info.system?.version)
    const restarted = this.#bootedAt !== undefined && this.#bootedAt !== info.status?.startup_time
    this.#bootedAt = info.status?.startup_time
    if (this.#transport !== undefined && offersRestOverSocket(this.#version)) {
      const attached = this.#transport.attach((text) => socket.send(text))
      scope.spawn(async (own) => {
        using _attached = attached
        await socket.closed.wait(own)
      })
    }
    // Asterisk forgets the filter with the application; versions without it send everything, which does no harm.
    const body = { disallowed: unwanted.map((type) => ({ type })) }
    const filtered = await rest.call('applications.filter', { applicationName: app, body }, signal)
    const readOnly = readOnlyOf(filtered, this.#config.username)
    if (readOnly !== undefined) return readOnly
    const seen = await reconcile(this.#exchange, restarted, this.#strays(inside, true), signal)
    if (seen === undefined) {
      return { kind: 'down', message: 'Asterisk did not tell which calls are up' }
    }
    if (socket.closed.isSet) return { kind: 'down', message: socket.closed.value ?? '' }
    const version = this.#version?.text ?? 'unknown'
    this.#board.set({ kind: 'up', version, since: clock.now() })
    log.info('ari.up', 'connected to Asterisk', { version, restarted })
    for (const advice of versionAdvice(this.#version)) log.warn('ari.version', advice)
    scope.spawn((own) => keepReconciled(this.#exchange, seen, (before) => this.#strays(before, false), own))
    return undefined
  }

  #strays(before: ReadonlySet<string>, ours: boolean): Strays {
    const { keep = () => false, isOver } = this.#deps
    return {
      keep,
      before,
      ours,
      isOver: (channel) => (isOver === undefined ? channel.state === 'Up' : isOver(channel.id ?? '')),
      admit: (channel) => {
        this.#exchange.log.info('inbound.unannounced', 'a caller whose arrival was not told is taken in')
        arrive(this.#exchange, this.#callers, { type: 'StasisStart', channel })
      },
    }
  }

  /** Another engine has our events. It is not fought; calls still in hand are watched over REST until they end. */
  async #standAside(signal: AbortSignal): Promise<never> {
    const { channels, clock } = this.#exchange
    while (channels.live().length > 0) {
      await reconcile(this.#exchange, false, undefined, signal)
      await clock.sleep(standAsideMs, signal)
    }
    return await aborted(signal)
  }

  /** Nobody can say any more what became of the calls. An Asterisk that answers nothing at all is taken for dead. */
  #loseCalls(ended: Ended): void {
    const { channels } = this.#exchange
    const isDead = ended.kind === 'refused' && ended.because === 'unreachable'
    if (!isDead) channels.missEvents()
    channels.endAll({ cause: 0 })
  }

  #tell(ended: Ended): void {
    const { app, clock, log } = this.#exchange
    const since = clock.now()
    const before = this.#board.current
    if (ended.kind === 'replaced') {
      const message =
        `Another engine connected to this Asterisk under the application name "${app}" and now has its calls. ` +
        'This one places no more calls until it is restarted. Stop one of the two, or give each a name of its own in ARI_APP_NAME.'
      this.#board.set({ kind: 'replaced', message, since })
      log.error('ari.replaced', message)
      return
    }
    if ('message' in before && before.kind === ended.kind && before.message === ended.message) return
    if (ended.kind === 'refused') {
      this.#board.set({ ...ended, since })
      log.error('ari.refused', ended.message)
    } else {
      this.#board.set({ kind: 'down', message: ended.message, since })
      log.warn('ari.down', 'the connection to Asterisk is lost; connecting again', { because: ended.message })
    }
  }
}
