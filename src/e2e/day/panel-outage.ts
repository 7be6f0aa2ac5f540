import { setTimeout as sleep } from 'node:timers/promises'
import type { PanelStandIn } from '../../testing/services/panel.ts'
import type { PanelWire } from './panel-wire.ts'

const page = '<!doctype html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>'

/** A panel that fails for a while in three ways, one after another. */
export class PanelOutage {
  readonly #panel: PanelStandIn
  readonly #wire: PanelWire
  readonly #lastsMs: number
  #now: string | undefined
  #fromMs: number | undefined
  #toMs: number | undefined

  constructor(panel: PanelStandIn, wire: PanelWire, lastsMs: number) {
    this.#panel = panel
    this.#wire = wire
    this.#lastsMs = lastsMs
  }

  /** How it fails now; undefined while it works. */
  get now(): string | undefined {
    return this.#now
  }

  /** From when to when it failed, epoch milliseconds; undefined where it did not. */
  get failed(): { readonly fromMs: number; readonly toMs: number } | undefined {
    return this.#fromMs === undefined ? undefined : { fromMs: this.#fromMs, toMs: this.#toMs ?? Date.now() }
  }

  /** Fails, and works again when it returns. */
  async run(signal: AbortSignal): Promise<void> {
    const thirdMs = this.#lastsMs / 3
    this.#fromMs = Date.now()
    try {
      this.#now = 'answers 500'
      this.#panel.always({ fault: 'server_error' })
      await sleep(thirdMs, undefined, { signal })
      this.#now = 'refuses connections'
      await this.#wire.close()
      await sleep(thirdMs, undefined, { signal })
      this.#now = 'answers web pages'
      let times = 0
      this.#panel.when(() => {
        const gateway = times++ % 2 === 0
        const answer = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page }
        return gateway ? { fault: 'bad_gateway' } : { fault: 'answer', ...answer }
      })
      await this.#wire.open()
      await sleep(thirdMs, undefined, { signal })
    } finally {
      this.#panel.clear()
      await this.#wire.open()
      this.#toMs = Date.now()
      this.#now = undefined
    }
  }
}
