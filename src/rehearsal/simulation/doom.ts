import type { Database } from 'bun:sqlite'

/** Thrown where a run died in the middle of its own work: it comes no further. */
export class Struck extends Error {
  override readonly name = 'Struck'
}

/** Where a run can die by itself: before or after the n-th of a kind, a transaction also at its commit. */
export interface Fate {
  readonly at: 'request' | 'errand' | 'transaction'
  readonly nth: number
  readonly when: 'before' | 'commit' | 'after'
}

/** Death, for one run of the engine: at a point set beforehand, or whenever somebody says so. */
export class Doom {
  onStrike: () => void = () => undefined
  readonly #fate: Fate | undefined
  #passed = 0
  #struck = false

  constructor(fate?: Fate) {
    this.#fate = fate
  }

  get hasStruck(): boolean {
    return this.#struck
  }

  strike(): void {
    if (this.#struck) return
    this.#struck = true
    this.onStrike()
  }

  /** What comes of `work` for the living; for the dead nothing ever comes. */
  lives<T>(work: Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    work.then(
      (value) => {
        if (!this.#struck) resolve(value)
      },
      (error: unknown) => {
        if (!this.#struck) reject(error)
      },
    )
    return promise
  }

  /** Something sent into the world: death can come before it leaves, or before its answer is heard. */
  around<T>(at: 'request' | 'errand', work: () => Promise<T>): Promise<T> {
    const fatal = this.#passes(at)
    if (fatal === 'before' || this.#struck) {
      this.strike()
      return new Promise<T>(() => undefined)
    }
    const answer = this.lives(work())
    if (fatal !== undefined) this.strike()
    return answer
  }

  /** A database whose transactions can be cut short, and which the dead cannot use. */
  database(shared: Database): Database {
    const alive = (): void => {
      if (this.#struck) throw new Struck('the process is gone')
    }
    return new Proxy(shared, {
      get: (db, name) => {
        if (name === 'close') return () => undefined // it outlives this run
        if (name === 'transaction') {
          alive()
          return (body: (...args: unknown[]) => unknown) => this.#transaction(db, body)
        }
        const value: unknown = Reflect.get(db, name, db)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          alive()
          return (value as (...all: unknown[]) => unknown).apply(db, args)
        }
      },
    })
  }

  #transaction(db: Database, body: (...args: unknown[]) => unknown) {
    const fatal = this.#passes('transaction')
    const die = (): never => {
      this.strike()
      throw new Struck('the process is gone')
    }
    const run = (mode: 'immediate' | 'deferred' | 'exclusive', args: unknown[]): unknown => {
      if (fatal === 'before') die()
      const result = db
        .transaction((...all: unknown[]) => {
          const value = body(...all)
          if (fatal === 'commit') die()
          return value
        })
        [mode](...args)
      if (fatal === 'after') die()
      return result
    }
    return Object.assign((...args: unknown[]) => run('deferred', args), {
      immediate: (...args: unknown[]) => run('immediate', args),
      deferred: (...args: unknown[]) => run('deferred', args),
      exclusive: (...args: unknown[]) => run('exclusive', args),
    })
  }

  /** Counts one of the kind; says when it is the one to die at. */
  #passes(at: Fate['at']): Fate['when'] | undefined {
    const fate = this.#fate
    if (fate?.at !== at || this.#struck) return undefined
    return ++this.#passed === fate.nth ? fate.when : undefined
  }
}
