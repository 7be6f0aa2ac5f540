/** A salehi, as it names itself. */
export interface Release {
  readonly version: string
  readonly commit: string
  /** How many migrations it knows: the version its database will have. */
  readonly database: number
}

/** How the running engine is, as far as an upgrade needs to know. */
export type EngineState =
  | {
      readonly kind: 'runs'
      readonly version: string
      readonly commit: string
      readonly asteriskUp: boolean
      /** Whether it rings and answers nobody for the sake of this upgrade. */
      readonly holds: boolean
      /** Calls that an end would cut. */
      readonly scripted: number
      /** Calls with an operator: they go on by themselves. */
      readonly withOperator: number
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'silent'; readonly because: string }

/** The engine that runs, or does not, on the data folder. */
export interface EngineAccess {
  state(signal: AbortSignal): Promise<EngineState>
  /** Asks it to look at once whether it is to hold. */
  nudge(signal: AbortSignal): Promise<void>
}

/** What stops and starts the engine. */
export interface Starter {
  /** What is told when it is to be started: `systemctl start salehi.service`. */
  readonly startsBy: string
  /** Somebody else starts it, when they see fit. */
  readonly isByHand?: true
  /** Ends the engine; resolves once its process is gone. One that takes longer than the grace is killed. */
  stop(graceMs: number, signal: AbortSignal): Promise<void>
  /** Starts it, or asks for that; resolves at once. */
  start(signal: AbortSignal): Promise<void>
  /** Why it will not come up any more, where that is known: it has ended. */
  failure(): Promise<string | undefined>
}

/** The executable and the database on the disk. Every step is one stroke: whenever it is broken off, the box works. */
export interface Shelf {
  /** The version of the database now; undefined where there is none. */
  databaseVersion(): number | undefined
  /** Keeps the database as it is. Nobody uses it. */
  snapshot(signal: AbortSignal): Promise<void>
  /** Puts the new executable in the place of the old one, which is kept. */
  swapIn(): Promise<void>
  /** Puts the old executable back, the new one aside. */
  swapOut(): Promise<void>
  /** Puts the kept database back, with who was rung or asked not to be since. Nobody uses it. */
  putBack(): Promise<void>
  /** Whether the database is whole and of a version the old executable can use. */
  isUsableByOld(): boolean
}
