import type { Database } from 'bun:sqlite'
import { type App, openApp } from '../../app/app.ts'
import type { AppParts } from '../../app/parts.ts'
import { work } from '../../app/work.ts'
import type { Wire } from '../../ari/wire.ts'
import type { CallRecord } from '../../domain/record.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Fetch } from '../../kernel/fetch.ts'
import type { Ids } from '../../kernel/ids.ts'
import type { Log } from '../../kernel/log.ts'
import type { Random } from '../../kernel/random.ts'
import { ShuttingDown } from '../../session/shutting-down.ts'

/** What the engine of a simulated campaign is given. */
export interface EngineWorld {
  readonly parts: Pick<AppParts, 'config' | 'plans' | 'policy'>
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly wire: Wire
  readonly fetch: Fetch
  readonly database: Database
  /** Told of each call once it has its record. */
  readonly onRecord: (record: CallRecord) => void
  /** Told of each that was dialled and never came to a phone: the number waits again. */
  readonly onUnplaced: () => void
}

/** Events of the log that never come of a sound exchange: whoever logs them broke the contract. */
const broken = ['call.fault', 'call.not_noted', 'inbound.fault', 'report.fault', 'incident.unwritten'] as const
/** Why a call may fail with nothing being wrong. */
const ordinary = ['operator_failed', 'shutting_down', 'too_long', 'too_many_steps'] as const
/** A network that takes a call and says nothing of it, as some do now and then. */
const networkSilent = 'no_sip_answer'
/** Calls in a row that could not be placed at all: no sound exchange does that to so many. */
const mostUnplaced = 10

/** The real engine, working through a list until it is settled. */
export class CampaignEngine {
  readonly #world: EngineWorld
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()
  #app: App | undefined
  #isOver = false
  #fault: string | undefined
  #unplaced = 0

  constructor(world: EngineWorld) {
    this.#world = world
  }

  /** The engine, once it is open. */
  get app(): App | undefined {
    return this.#app
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** What must not happen and did, for people; undefined while all is well. */
  get fault(): string | undefined {
    return this.#fault
  }

  /** Begins; what comes of it shows in the getters. */
  begin(): void {
    void this.#run().then(
      () => {
        this.#isOver = true
      },
      (error: unknown) => {
        this.#fault ??= saidBy(error)
        this.#isOver = true
      },
    )
  }

  /** No more dialing; calls come to their end. */
  stop(): void {
    if (!this.#stop.signal.aborted) this.#stop.abort(new ShuttingDown('the simulation is over'))
  }

  /** Ends it where it stands. */
  cut(): void {
    this.stop()
    this.#cut.abort(new ShuttingDown('the simulation is over'))
  }

  async #run(): Promise<void> {
    const { parts, clock, random, ids, wire, fetch, database } = this.#world
    const disk = {
      openDatabase: () => database,
      openCallLogs: () => ({ write: (record: CallRecord) => this.#take(record) }),
      holdImports: () => ({ [Symbol.dispose]: () => undefined }),
      isUpkeepHeld: () => false,
      callFiles: () => undefined,
      checks: () => ({}),
    }
    const platform = { clock, random, ids, wire, fetch, disk }
    const app = await openApp({ ...parts, log: this.#log(), isEngine: true, platform }, this.#cut.signal)
    this.#app = app
    try {
      await work(app, { untilDone: true, drainMs: parts.config.dialer.drainMs }, this.#stop.signal, this.#cut)
    } finally {
      await app[Symbol.asyncDispose]()
    }
  }

  #take(record: CallRecord): void {
    this.#unplaced = 0
    const { disposition, reason } = record.outcome
    if (disposition === 'failed' && reason !== undefined && !ordinary.some((each) => each === reason)) {
      this.#fault ??= `a call ended as it never may here: ${reason}`
    }
    this.#world.onRecord(record)
  }

  #log(): Log {
    const note = (event: string, message: string, because: unknown): void => {
      if (broken.some((each) => each === event)) this.#fault ??= `${message} (${event})`
      if (event !== 'call.not_placed') return
      this.#world.onUnplaced()
      if (because === networkSilent || ++this.#unplaced < mostUnplaced) return
      this.#fault ??= `${this.#unplaced} calls in a row could not be placed: ${String(because)}`
    }
    const log: Log = {
      debug: () => undefined,
      info: () => undefined,
      warn: (event, message, fields) => note(event, message, fields?.['because']),
      error: (event, message, fields) => note(event, message, fields?.['because'] ?? fields?.['error']),
      child: () => log,
    }
    return log
  }
}

/** What went wrong first, in its own words: clean-up that fails too wraps one error in another. */
function saidBy(thrown: unknown): string {
  if (thrown instanceof SuppressedError) return saidBy(thrown.suppressed)
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.message === '' ? thrown.name : thrown.message
}
