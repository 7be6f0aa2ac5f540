import type { Random } from '../../kernel/random.ts'
import type { Carrier } from '../rig/carrier.ts'
import { talker } from '../rig/numbers.ts'

/** Somebody who rang us during the day. Times are epoch milliseconds. */
export interface DayCaller {
  readonly phone: string
  /** The line they rang. */
  readonly line: string
  readonly calledMs: number
  answeredMs?: number
  endedMs?: number
}

const manners = [
  talker({ says: ['no'] }),
  talker({ ending: 'hangs-up-1.5s-after-answer' }),
  talker({ says: ['yes'], ending: 'hangs-up-8s-later' }),
] as const

/** People who ring us, one after another. */
export class Callers {
  readonly all: DayCaller[] = []
  readonly #carrier: Carrier
  readonly #lines: readonly string[]
  readonly #random: Random

  constructor(carrier: Carrier, lines: readonly string[], random: Random) {
    this.#carrier = carrier
    this.#lines = lines
    this.#random = random
  }

  /** How many are on the phone with us, or hear it ring. */
  get up(): number {
    return this.all.filter(({ endedMs }) => endedMs === undefined).length
  }

  /** The next one rings a line by chance; returns when their call is over. */
  async next(signal: AbortSignal): Promise<void> {
    const nth = this.all.length
    const phone = `0935555${1_000 + nth}`
    const line = this.#lines[Math.floor(this.#random() * this.#lines.length)]!
    const caller: DayCaller = { phone, line, calledMs: Date.now() }
    this.all.push(caller)
    const plan = { did: line, callerId: phone, as: manners[nth % manners.length]! }
    const call = await this.#carrier.callIn(plan, signal)
    if (await call.answered) caller.answeredMs = Date.now()
    await call.ended
    caller.endedMs = Date.now()
  }
}
