/** How many of the latest lines are kept for whoever asks what came before. */
const kept = 400

/** Everything that happened in a simulated day, in order: a digest of all of it, and the latest lines. */
export class Trace {
  readonly #hash = new Bun.CryptoHasher('sha256')
  readonly #latest: string[] = []
  readonly #nowMs: () => number
  #lines = 0

  /** @param nowMs milliseconds since the day began */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Adds a line; `more` goes into the digest and is not kept. */
  add(line: string, more = ''): void {
    const stamped = `${this.#nowMs()} ${line}`
    this.#hash.update(`${stamped} ${more}\n`)
    this.#latest[this.#lines++ % kept] = stamped
  }

  get lines(): number {
    return this.#lines
  }

  /** The latest lines, oldest first. */
  get latest(): readonly string[] {
    const at = this.#lines % kept
    return this.#lines <= kept ? this.#latest.slice() : [...this.#latest.slice(at), ...this.#latest.slice(0, at)]
  }

  /** The digest of everything so far, in hex; nothing can be added afterwards. */
  digest(): string {
    return this.#hash.digest('hex')
  }
}
