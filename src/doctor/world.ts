import { HttpTransport } from '../ari/http.ts'
import { Rest } from '../ari/rest.ts'
import type { Config } from '../config/config.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Fetch } from '../kernel/fetch.ts'
import type { Ids } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Library } from '../scenario/library.ts'
import type { Console } from './asterisk/command-line.ts'
import type { CoreSettings } from './asterisk/core-settings.ts'
import type { Layout } from './asterisk/layout.ts'
import type { ReadSettings } from './settings.ts'
import type { Users } from './users.ts'

/** Everything a check may look at. What is asked twice is fetched once; a new look needs a new world. */
export interface World {
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly fetch: Fetch
  /** As written, with faults; `config` leaves out what is faulty. */
  readonly settings: ReadSettings
  /** Where the executable stands. */
  readonly home: string
  /** Scenarios and rules in force for the company; undefined without a company. Throws what a start would. */
  library(): Promise<Library | undefined>
  /** Asterisk's console; it answers root and Asterisk's own user, on Asterisk's own machine. */
  readonly pbx: Console
  /** What Asterisk says of its own folders and user; undefined where its console does not answer. */
  core(): Promise<CoreSettings | undefined>
  /** Where Asterisk's configuration lies, and whose it is. */
  layout(): Promise<Layout>
  readonly users: Users
  /** A password nobody can guess, of letters, digits, - and _. */
  newPassword(): string
  /** A number of the owner's to ring. */
  readonly callNumber?: string
}

/** Asterisk's REST interface with the settings' user; undefined while user or password are not set. */
export function restOf(world: Pick<World, 'settings' | 'clock'>): Rest | undefined {
  const { ari } = world.settings.config
  return ari === undefined ? undefined : new Rest(new HttpTransport({ ...ari, timeoutMs: shortMs(ari) }, world.clock))
}

/** A person waits for the answer. */
function shortMs({ timeoutMs }: NonNullable<Config['ari']>): number {
  return Math.min(timeoutMs, 5_000)
}

/** Fetches a thing once, however many ask for it. */
export function once<T>(get: () => Promise<T>): () => Promise<T> {
  let got: Promise<T> | undefined
  return () => {
    got ??= get()
    return got
  }
}
