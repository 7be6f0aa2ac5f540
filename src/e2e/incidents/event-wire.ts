import { Relay } from '../../testing/ari/relay.ts'
import type { Box } from '../box.ts'
import type { Engine } from '../engine.ts'
import { printed } from './printed.ts'

/** The wire between an engine and Asterisk's event socket; requests over HTTP take another way. */
export class EventWire implements Disposable {
  readonly #relay: Relay
  #cuts = 0

  constructor({ rig }: Box) {
    this.#relay = new Relay({ hostname: rig.pbx.host, port: 8088 })
  }

  /** The settings of an engine whose events come over this wire. */
  get settings(): Readonly<Record<string, string>> {
    return { ARI_WS_URL: `ws://127.0.0.1:${this.#relay.port}/ari/events` }
  }

  /** Cuts it, and waits until the engine has noticed. */
  async cut(engine: Engine, signal: AbortSignal): Promise<void> {
    this.#relay.cut()
    await printed(engine, /ari\.down/, ++this.#cuts, signal)
  }

  /** Lets it carry nothing more, of which nobody is told. */
  stall(): void {
    this.#cuts++
    this.#relay.stall()
  }

  /** Mends it, and waits until the engine is connected again. */
  async mend(engine: Engine, signal: AbortSignal): Promise<void> {
    this.#relay.mend()
    await printed(engine, /ari\.up/, this.#cuts + 1, signal)
  }

  [Symbol.dispose](): void {
    this.#relay[Symbol.dispose]()
  }
}
