import type { Clock } from '../../kernel/clock.ts'

/** How many wrong passwords are let in: a few from one address, more from all together. */
export interface ThrottleLimits {
  readonly perAddress: number
  readonly overAll: number
  readonly windowMs: number
}

/** Five from an address in a quarter of an hour, fifty from everywhere. */
export const loginLimits: ThrottleLimits = { perAddress: 5, overAll: 50, windowMs: 15 * 60_000 }

/** So many addresses are remembered one by one. */
const mostAddresses = 5_000

/** Wrong passwords of late: whoever wrote too many has to wait before the next is even looked at. */
export class Throttle {
  readonly #limits: ThrottleLimits
  readonly #clock: Pick<Clock, 'elapsed'>
  readonly #byAddress = new Map<string, number[]>()
  readonly #all: number[] = []

  constructor(limits: ThrottleLimits, clock: Pick<Clock, 'elapsed'>) {
    this.#limits = limits
    this.#clock = clock
  }

  /** Milliseconds until somebody at `address` may try; 0 = now. */
  waitMs(address: string): number {
    const { perAddress, overAll } = this.#limits
    const own = this.#byAddress.get(network(address)) ?? []
    return Math.max(this.#wait(own, perAddress), this.#wait(this.#all, overAll))
  }

  /** A try begins: it counts as wrong until {@link right}, so that many at once are many. */
  tried(address: string): void {
    const now = this.#clock.elapsed()
    const key = network(address)
    const own = this.#byAddress.get(key) ?? []
    own.push(now)
    if (own.length > this.#limits.perAddress) own.shift()
    this.#byAddress.delete(key)
    this.#byAddress.set(key, own)
    this.#all.push(now)
    if (this.#all.length > this.#limits.overAll) this.#all.shift()
    const [oldest] = this.#byAddress.keys()
    if (this.#byAddress.size > mostAddresses && oldest !== undefined) this.#byAddress.delete(oldest)
  }

  /** It was the right password: the address starts afresh. */
  right(address: string): void {
    this.#byAddress.delete(network(address))
    this.#all.pop()
  }

  #wait(tries: readonly number[], limit: number): number {
    const first = tries.at(-limit)
    return first === undefined ? 0 : Math.max(0, first + this.#limits.windowMs - this.#clock.elapsed())
  }
}

/** Of an IPv6 address its network: whoever has one address has all of them. */
function network(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const start = head === '' ? [] : head.split(':')
  const end = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0')
  return [...start, ...(tail === undefined ? [] : middle), ...end].slice(0, 4).join(':')
}
