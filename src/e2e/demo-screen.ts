/** Where the demonstration writes: a terminal, or a file that wants no colours. */
export class DemoScreen {
  readonly #coloured: boolean
  readonly #startedMs = performance.now()

  constructor() {
    this.#coloured = process.stdout.isTTY === true && !process.env['NO_COLOR']
  }

  /** Writes a line. */
  line(text = ''): void {
    process.stdout.write(`${text}\n`)
  }

  /** Something that happens now: when, how many are on the phone, what. */
  event(onThePhone: number, text: string): void {
    const seconds = ((performance.now() - this.#startedMs) / 1_000).toFixed(1).padStart(5)
    this.line(`${this.faint(`${seconds} s  ${String(onThePhone).padStart(2)} on the phone`)}  ${text}`)
  }

  good(text: string): string {
    return this.#in(32, text)
  }

  bad(text: string): string {
    return this.#in(31, text)
  }

  bold(text: string): string {
    return this.#in(1, text)
  }

  faint(text: string): string {
    return this.#in(2, text)
  }

  #in(code: number, text: string): string {
    return this.#coloured ? `\u001b[${code}m${text}\u001b[0m` : text
  }
}
