/** Time as a dependency. Production uses {@link systemClock}; tests drive a `TestClock`. */
export interface Clock {
  /** Wall clock, epoch milliseconds. For timestamps and calendars only. */
  now(): number
  /** Monotonic milliseconds. For measuring and pacing. */
  elapsed(): number
  /** Resolves after `ms`, or rejects with `signal.reason` the moment the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep(ms, signal) {
    signal.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
    return promise
  },
}
