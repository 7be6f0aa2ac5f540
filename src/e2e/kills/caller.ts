import type { Carrier } from '../rig/carrier.ts'
import type { Day } from './day.ts'

/** What the dialplan hangs up with when no engine is there to answer. */
const nobodyThere = 41

/** Calls this often at most. */
const tries = 4

/** Someone who rings us, and again while no engine is there. */
export class Caller {
  readonly #carrier: Carrier
  readonly #day: Day
  readonly #did: string
  #calling: Promise<number> | undefined

  constructor(carrier: Carrier, day: Day, did: string) {
    this.#carrier = carrier
    this.#day = day
    this.#did = did
  }

  /** Rings from now on, until an engine had the call. */
  ring(signal: AbortSignal): void {
    this.#calling ??= this.#ring(signal)
    this.#calling.catch(() => undefined) // seen by `arrived`
  }

  /** How many calls an engine had in its hands, once the last is over: each must have its record. */
  async arrived(): Promise<number> {
    return (await this.#calling) ?? 0
  }

  async #ring(signal: AbortSignal): Promise<number> {
    const { phone, as } = this.#day.caller
    for (let time = 1; time <= tries; time++) {
      const call = await this.#carrier.callIn({ did: this.#did, callerId: phone, as }, signal)
      const end = await call.ended
      if (end.kind === 'lost' || end.cause !== nobodyThere) return 1
    }
    return 0
  }
}
