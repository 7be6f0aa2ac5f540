/** An event of either PBX, as it came. */
export interface ContractEvent {
  readonly type: string
  readonly cause?: number
  readonly tech_cause?: number
  readonly soft?: boolean
  readonly dialstatus?: string
  readonly digit?: string
  readonly application?: string
  readonly args?: readonly string[]
  readonly channel?: ContractChannel
  readonly peer?: ContractChannel
  readonly bridge?: { readonly id: string; readonly channels: readonly string[] }
  readonly playback?: { readonly id: string; readonly state: string; readonly media_uri: string }
  readonly recording?: {
    readonly name: string
    readonly state: string
    readonly target_uri: string
    readonly cause?: string
    readonly duration?: number
    readonly talking_duration?: number
  }
  readonly [field: string]: unknown
}

/** A channel as an event shows it. */
export interface ContractChannel {
  readonly id: string
  readonly state: string
  readonly name: string
  readonly caller?: { readonly number: string }
  readonly caller_rdnis?: string
  readonly dialplan?: { readonly exten: string; readonly app_name: string }
}

/** The answer to a request. */
export interface ContractReply {
  readonly status: number
  readonly body: unknown
  /** Length of a file, where the answer is one. */
  readonly bytes: number
}

/** The events of one socket, in order. */
export interface Tape {
  readonly events: readonly ContractEvent[]
  /** The first event from the beginning that is so; throws when none comes in time. */
  until(what: string, isIt: (event: ContractEvent) => boolean, limitMs?: number): Promise<ContractEvent>
  close(): Promise<void>
}

/** A call somebody makes to us. */
export interface ContractCaller {
  hangUp(): Promise<void>
  /** The cause with which the caller's own exchange saw it end. */
  ended(): Promise<number>
}

/** What a case asks of a request besides its path. */
export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: unknown
  readonly as?: 'viewer' | 'nobody'
}

/** A PBX under contract, and the world around it. Numbers mean the same customers on both. */
export interface PbxDriver {
  /** The application of this case alone, except where calls come in. */
  readonly app: string
  /** An id nobody else has, of always the same length. */
  id(): string
  /** Path below the base, its parts encoded. */
  request(method: string, path: string, options?: RequestOptions): Promise<ContractReply>
  /** Opens an event socket, for the case's application unless another is named. */
  listen(options?: { readonly app?: string; readonly subscribeAll?: boolean }): Promise<Tape>
  /** Lets every open socket look open and carry nothing, where that can be had. */
  stall?(): void
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>
  /** A number of the manner, whatever stands after it. */
  number(manner: string): string
  /** Somebody calls us and, once answered, behaves as that number does. */
  callIn(plan: {
    readonly as: string
    readonly callerId?: string
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<ContractCaller>
}

/** One fact about Asterisk, and how it is proved. */
export interface ContractCase {
  readonly fact: string
  /** Sections of the facts and pitfalls it stands for, such as `3`, `4.1`, `10.7`. */
  readonly of: readonly string[]
  /** Callers come to the one application the dialplan names: such cases go one after another. */
  readonly inbound?: boolean
  /** It holds of one of the two only; why. */
  readonly only?: 'virtual' | 'real'
  prove(pbx: PbxDriver): Promise<void>
}
