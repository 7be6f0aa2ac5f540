import type { Database } from 'bun:sqlite'
import { type App, openApp } from '../../app/app.ts'
import type { AppParts } from '../../app/parts.ts'
import type { Platform } from '../../app/platform.ts'
import { work } from '../../app/work.ts'
import type { Wire, WireSocket } from '../../ari/wire.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Fetch } from '../../kernel/fetch.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Fields, Log } from '../../kernel/log.ts'
import type { Random } from '../../kernel/random.ts'
import { ShuttingDown } from '../../session/shutting-down.ts'
import { type Doom, Struck } from './doom.ts'
import type { Trace } from './trace.ts'

/** The world one run of the engine finds. */
export interface LifeWorld {
  readonly parts: Pick<AppParts, 'config' | 'plans' | 'policy'>
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly wire: Wire
  readonly fetch: Fetch
  /** Outlives every run, as a file does. */
  readonly database: Database
  readonly trace: Trace
  /** What any run logged, by event: the fields of the latest. */
  readonly logged: Map<string, string>
}

/** How a run came to its end. */
export type LifeEnd =
  | { readonly kind: 'ended' }
  /** A fault of ours ended it. */
  | { readonly kind: 'fell'; readonly error: unknown }

const drainMs = 90_000

/**
 * One run of the engine, from its start to its end or its death. Once dead nothing it waits for ever comes: it is left
 * where it stood, as a process that was killed.
 */
export class Life {
  readonly #world: LifeWorld
  readonly #doom: Doom
  readonly #stop = new AbortController()
  readonly #sockets = new Set<WireSocket>()
  readonly #nth: number
  #sleeping = 0
  #asking = 0
  #app: App | undefined
  #end: LifeEnd | undefined

  constructor(nth: number, world: LifeWorld, doom: Doom) {
    this.#nth = nth
    this.#world = world
    this.#doom = doom
    doom.onStrike = () => this.#bury()
  }

  /** The engine, once it is open; undefined for the dead. */
  get app(): App | undefined {
    return this.#doom.hasStruck ? undefined : this.#app
  }

  get isDead(): boolean {
    return this.#doom.hasStruck
  }

  /** How it ended; undefined while it lives, and for the dead. */
  get end(): LifeEnd | undefined {
    return this.#end
  }

  /** Its pieces of work that wait for time to pass, or for an answer. */
  get waiting(): number {
    return this.#sleeping + this.#asking
  }

  /** Begins it. */
  begin(): void {
    this.#world.trace.add(`life ${this.#nth} begins`)
    void this.#run().then(
      () => this.#ended({ kind: 'ended' }),
      // Asked to stop before it was connected it rejects with just that, which for its command is an end as any other.
      (error: unknown) => this.#ended(error === this.#stop.signal.reason ? { kind: 'ended' } : { kind: 'fell', error }),
    )
  }

  /** Asks it to end when its calls have. */
  stop(): void {
    this.#world.trace.add(`life ${this.#nth} is asked to stop`)
    this.#app?.gates.shut('draining', 'salehi was asked to stop')
    this.#stop.abort(new ShuttingDown('asked to stop'))
  }

  /** Kills it now. */
  kill(): void {
    this.#doom.strike()
  }

  async #run(): Promise<void> {
    const { parts } = this.#world
    const never = new AbortController().signal
    const platform = this.#platform()
    const app = await openApp({ ...parts, log: this.#log({}), isEngine: true, platform }, never)
    this.#app = app
    try {
      await work(app, { untilDone: false, drainMs }, this.#stop.signal, new AbortController())
    } finally {
      await app[Symbol.asyncDispose]()
    }
  }

  #ended(end: LifeEnd): void {
    if (this.isDead || (end.kind === 'fell' && end.error instanceof Struck)) return
    this.#end = end
    const how = end.kind === 'fell' ? `falls: ${end.error}` : 'ends'
    this.#world.trace.add(`life ${this.#nth} ${how}`)
  }

  /** The connections of a process that is gone close. */
  #bury(): void {
    this.#world.trace.add(`life ${this.#nth} is killed`)
    for (const socket of this.#sockets) socket.terminate()
    this.#sockets.clear()
  }

  #platform(): Platform {
    const { clock, random, ids, wire, fetch, database } = this.#world
    const doom = this.#doom
    const counting = async <T>(work: Promise<T>, count: (by: 1 | -1) => void): Promise<T> => {
      count(1)
      return await doom.lives(work.finally(() => count(-1)))
    }
    const asking = (by: 1 | -1): void => {
      this.#asking += by
    }
    return {
      clock: {
        now: () => clock.now(),
        elapsed: () => clock.elapsed(),
        sleep: (ms, signal) =>
          counting(clock.sleep(ms, signal), (by) => {
            this.#sleeping += by
          }),
      },
      random,
      ids,
      wire: {
        fetch: (url, request) => doom.around('request', () => counting(wire.fetch(url, request), asking)),
        openSocket: (url, headers) => this.#mortal(wire.openSocket(url, headers)),
      },
      fetch: (url, options) => doom.around('errand', () => counting(fetch(url, options), asking)),
      disk: {
        openDatabase: () => doom.database(database),
        openCallLogs: () => ({ write: () => undefined }),
        holdImports: () => ({ [Symbol.dispose]: () => undefined }),
        isUpkeepHeld: () => false,
        callFiles: () => undefined,
        checks: () => ({}),
      },
    }
  }

  #mortal(socket: WireSocket): WireSocket {
    this.#sockets.add(socket)
    return {
      get readyState() {
        return socket.readyState
      },
      addEventListener: (type, listener) =>
        socket.addEventListener(type, (event) => {
          if (this.isDead) return
          if (event instanceof MessageEvent) this.#traceEvent(String(event.data))
          listener(event)
        }),
      send: (text) => socket.send(text),
      ping: () => socket.ping(),
      terminate: () => {
        this.#sockets.delete(socket)
        socket.terminate()
      },
    }
  }

  #traceEvent(data: string): void {
    const [, type = ''] = /"type":"(\w+)"/.exec(data) ?? []
    this.#world.trace.add(`event ${type}`, data)
  }

  #log(with_: Fields): Log {
    const write =
      (level: string) =>
      (event: string, _message: string, fields: Fields = {}): void => {
        if (this.isDead) return
        const told = JSON.stringify({ ...with_, ...fields })
        this.#world.logged.set(event, told)
        this.#world.trace.add(`log ${level} ${event} ${told}`)
      }
    return {
      debug: () => undefined,
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => this.#log({ ...with_, ...fields }),
    }
  }
}
