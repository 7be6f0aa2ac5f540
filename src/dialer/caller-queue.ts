import type { LineLoad } from './line-load.ts'

/** Somebody who rang and whose line has no room. */
interface Caller {
  readonly load: LineLoad
  readonly enter: (room: Disposable) => void
}

/** Those who rang and wait for room, in order of arrival, over all lines. */
export class CallerQueue {
  readonly #callers: Caller[] = []

  /** How many wait for room on a line. */
  waitingFor(load: LineLoad): number {
    return this.#callers.filter((caller) => caller.load === load).length
  }

  /** Waits for a seat on the line; `onChange` is told of who came and of who left without one. Rejects with the signal's reason. */
  async wait(load: LineLoad, onChange: () => void, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted()
    const turn = Promise.withResolvers<Disposable>()
    const caller: Caller = { load, enter: turn.resolve }
    const leave = (): void => {
      if (!this.#forget(caller)) return
      turn.reject(signal.reason)
      onChange()
    }
    this.#callers.push(caller)
    signal.addEventListener('abort', leave, { once: true })
    onChange()
    const room = await turn.promise
    signal.removeEventListener('abort', leave)
    if (!signal.aborted) return room
    room[Symbol.dispose]()
    throw signal.reason
  }

  /** Gives seats to those for whom there is one, first come first served. */
  serve(seatOn: (load: LineLoad) => Disposable | undefined): void {
    for (const caller of [...this.#callers]) {
      const seat = seatOn(caller.load)
      if (seat === undefined) continue
      this.#forget(caller)
      caller.enter(seat)
    }
  }

  /** False when they wait no more. */
  #forget(caller: Caller): boolean {
    const at = this.#callers.indexOf(caller)
    if (at >= 0) this.#callers.splice(at, 1)
    return at >= 0
  }
}
