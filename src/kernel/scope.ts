/**
 * A nursery: every task started here ends before the scope does.
 * Disposing aborts what is still running and waits for it; the first failure wins.
 */
export class Scope implements AsyncDisposable {
  readonly #controller = new AbortController()
  readonly #tasks = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | undefined
  /** Aborts when the parent does, when a task fails, or when the scope closes. */
  readonly signal: AbortSignal

  constructor(parent: AbortSignal) {
    this.signal = AbortSignal.any([parent, this.#controller.signal])
  }

  /** Starts a task; its failure aborts its siblings and is thrown by disposal. */
  spawn(task: (signal: AbortSignal) => Promise<void>): void {
    const running: Promise<void> = Promise.try(task, this.signal)
      .catch((error: unknown) => {
        if (this.signal.aborted) return
        this.#failure ??= { error }
        this.#controller.abort(error)
      })
      .finally(() => this.#tasks.delete(running))
    this.#tasks.add(running)
  }

  /** Aborts every task with `reason`. */
  cancel(reason: unknown): void {
    this.#controller.abort(reason)
  }

  /** Waits until every task has ended by itself. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#controller.abort(new ScopeClosed())
    await Promise.all(this.#tasks)
    if (this.#failure) throw this.#failure.error
  }
}

/** Abort reason of tasks whose scope was left. */
export class ScopeClosed extends Error {
  override readonly name = 'ScopeClosed'
  constructor() {
    super('the work this belonged to has ended')
  }
}

/**
 * Runs the branches together; the first to settle wins and the rest are aborted and awaited. A loser that won after all
 * and brought a resource has it disposed: nobody else could.
 */
export async function race<T>(
  parent: AbortSignal,
  ...branches: readonly ((signal: AbortSignal) => Promise<T>)[]
): Promise<T> {
  const controller = new AbortController()
  const signal = AbortSignal.any([parent, controller.signal])
  const running = branches.map((branch) => Promise.try(branch, signal))
  let winner: T | undefined
  try {
    winner = await Promise.race(running)
    return winner
  } finally {
    controller.abort(new ScopeClosed())
    for (const result of await Promise.allSettled(running)) {
      if (result.status === 'fulfilled' && result.value !== winner) await disposeOf(result.value)
    }
  }
}

async function disposeOf(value: unknown): Promise<void> {
  await using stack = new AsyncDisposableStack()
  if (typeof value !== 'object' || value === null) return
  if (Symbol.asyncDispose in value || Symbol.dispose in value) stack.use(value as Disposable | AsyncDisposable)
}

/** Rejects with the signal's reason once it aborts; never resolves. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/** Resolves once `target` aborts, with its reason; rejects with the signal's reason when that aborts first. */
export function whenAborted(target: AbortSignal, signal: AbortSignal): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const either = AbortSignal.any([target, signal])
  const settle = (): void => {
    if (target.aborted) resolve(target.reason)
    else reject(signal.reason)
  }
  if (either.aborted) settle()
  else either.addEventListener('abort', settle, { once: true })
  return promise
}
