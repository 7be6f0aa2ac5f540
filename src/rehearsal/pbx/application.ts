import type { Channel } from './channel.ts'

/** An event as it goes to a client. */
export interface PbxEvent {
  readonly type: string
  readonly timestamp: string
  readonly application: string
  readonly [field: string]: unknown
}

/** Whoever reads events at the other end of a socket. */
export interface Subscriber {
  /** Takes an event in; it must not throw. */
  deliver(event: PbxEvent): void
  /** Asterisk's side is gone, without a goodbye. */
  cut(): void
}

/** One event socket, seen from inside. */
export interface Connection {
  readonly apps: readonly string[]
  readonly subscribeAll: boolean
  readonly subscriber: Subscriber
  /** Open, but nothing is written to it any more and no ping is answered. */
  stalled: boolean
}

/** A Stasis application: it lives as long as somebody listens or something is in it. */
export class Application {
  readonly name: string
  /** What it is told of: `channel:<id>`, `bridge:<id>`, `endpoint:<tech>/<name>`. */
  readonly interests = new Set<string>()
  connection: Connection | undefined
  /** The filter as the client set it; the types by name beside it. */
  allowed: readonly { readonly type: string }[] = []
  disallowed: readonly { readonly type: string }[] = []
  #allowedTypes: ReadonlySet<string> = new Set()
  #disallowedTypes: ReadonlySet<string> = new Set()

  constructor(name: string) {
    this.name = name
  }

  /** Which types come: where any are allowed only those, less those disallowed. Absent lists stay as they are. */
  filter(
    allowed: readonly { readonly type: string }[] | undefined,
    disallowed: readonly { readonly type: string }[] | undefined,
  ): void {
    if (allowed !== undefined) this.allowed = allowed
    if (disallowed !== undefined) this.disallowed = disallowed
    this.#allowedTypes = new Set(this.allowed.map(({ type }) => type))
    this.#disallowedTypes = new Set(this.disallowed.map(({ type }) => type))
  }

  /** Whether events of a type pass its filter. */
  wants(type: string): boolean {
    if (this.#disallowedTypes.has(type)) return false
    return this.#allowedTypes.size === 0 || this.#allowedTypes.has(type)
  }

  /** As `GET /applications/{name}` shows it. */
  get shown(): Readonly<Record<string, unknown>> {
    const of = (kind: string): readonly string[] =>
      [...this.interests].filter((key) => key.startsWith(`${kind}:`)).map((key) => key.slice(kind.length + 1))
    return {
      name: this.name,
      channel_ids: of('channel'),
      bridge_ids: of('bridge'),
      endpoint_ids: of('endpoint'),
      device_names: [],
      events_allowed: this.allowed,
      events_disallowed: this.disallowed,
    }
  }
}

/** Why an application hears of a channel: because it is in it, or because it asked to (or made the channel). */
export type Attention = 'inside' | 'asked'

/** The applications there are, found by name in one step. */
export class Applications {
  readonly #byName = new Map<string, Application>()

  /** Those there are. */
  get all(): IterableIterator<Application> {
    return this.#byName.values()
  }

  get(name: string): Application | undefined {
    return this.#byName.get(name)
  }

  /** Makes it when it is not there. */
  ensure(name: string): Application {
    const known = this.#byName.get(name)
    if (known !== undefined) return known
    const made = new Application(name)
    this.#byName.set(name, made)
    return made
  }

  /** It goes, filter and all, once nobody listens and nothing is in it. */
  tidy(application: Application): void {
    if (application.connection === undefined && application.interests.size === 0) this.#byName.delete(application.name)
  }

  /** From now on an application hears of a channel. */
  attend(application: Application, channel: Channel, why: Attention): void {
    if (channel.audience.get(application) !== 'asked') channel.audience.set(application, why)
    application.interests.add(`channel:${channel.id}`)
  }

  /** It hears of it no more. */
  forget(application: Application, channel: Channel): void {
    channel.audience.delete(application)
    application.interests.delete(`channel:${channel.id}`)
    this.tidy(application)
  }

  /** All of them go: the process has ended. */
  clear(): void {
    this.#byName.clear()
  }
}
