/** So much may wait for a listener who does not read; then they are cut off. */
const mostWaitingBytes = 1_000_000

/** One browser that listens: what is sent waits here until it is read. */
export class Listener {
  readonly stream: ReadableStream<Uint8Array>
  /** Whether its session goes on. */
  readonly goesOn: () => boolean
  readonly #onGone: (listener: Listener) => void
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(goesOn: () => boolean, onGone: (listener: Listener) => void) {
    this.goesOn = goesOn
    this.#onGone = onGone
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller
        },
        cancel: () => this.#gone(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: mostWaitingBytes }),
    )
  }

  /** False: they did not read and are cut off. */
  send(bytes: Uint8Array): boolean {
    const controller = this.#controller
    if (controller === undefined) return false
    if ((controller.desiredSize ?? 0) < bytes.byteLength) {
      this.#gone()
      controller.error(new Error('the listener does not read'))
      return false
    }
    controller.enqueue(bytes)
    return true
  }

  /** Nothing more is sent. */
  close(): void {
    const controller = this.#controller
    this.#gone()
    controller?.close()
  }

  #gone(): void {
    this.#controller = undefined
    this.#onGone(this)
  }
}
