import { expect, test } from 'bun:test'
import { TestClock } from '../../kernel/test-clock.ts'
import type { EngineState, Release, Shelf, Starter } from './ports.ts'
import { type SwapLimits, swap } from './swap.ts'

const next: Release = { version: '2', commit: 'b', database: 4 }
const limits: SwapLimits = { callsMs: 60_000, healthMs: 20_000 }
type Runs = Extract<EngineState, { readonly kind: 'runs' }>
const old: Runs = {
  kind: 'runs',
  version: '1',
  commit: 'a',
  asteriskUp: true,
  holds: true,
  scripted: 0,
  withOperator: 1,
}

interface Scene {
  /** How the new executable is once it was started. */
  readonly fresh?: EngineState
  readonly failure?: string
  readonly scripted?: (elapsedMs: number) => number
  readonly snapshotFails?: boolean
  readonly migrated?: boolean
  readonly holds?: boolean
}

/** A box on paper: which executable is in place, which runs, and what was done in which order. */
class PaperBox {
  readonly clock = new TestClock()
  readonly done: string[] = []
  readonly told: string[] = []
  readonly #scene: Scene
  #inPlace: 'old' | 'new' = 'old'
  #runs: 'old' | 'new' | 'none' = 'old'

  constructor(scene: Scene) {
    this.#scene = scene
  }

  async upgrade(signal = new AbortController().signal) {
    const running = swap({ ...this.parts, tell: (text) => void this.told.push(text) }, next, limits, signal).catch(
      (error: unknown) => (error as Error).message,
    )
    let over = false
    void running.then(() => {
      over = true
    })
    for (let step = 0; step < 1_000 && !over; step++) await this.clock.advance(500)
    return await running
  }

  get parts() {
    const { clock, done } = this
    const starter: Starter = {
      startsBy: 'on paper',
      stop: () => {
        done.push(`stop ${this.#runs}`)
        this.#runs = 'none'
        return Promise.resolve()
      },
      start: () => {
        done.push(`start ${this.#inPlace}`)
        this.#runs = this.#inPlace
        return Promise.resolve()
      },
      failure: () => Promise.resolve(this.#runs === 'new' ? this.#scene.failure : undefined),
    }
    const step =
      (name: string, work: () => void = () => undefined) =>
      () => {
        done.push(name)
        work()
        return Promise.resolve()
      }
    const shelf: Shelf = {
      databaseVersion: () => 3,
      snapshot: () => (this.#scene.snapshotFails ? Promise.reject(new Error('no room')) : step('snapshot')()),
      swapIn: step('swap in', () => {
        this.#inPlace = 'new'
      }),
      swapOut: step('swap out', () => {
        this.#inPlace = 'old'
      }),
      putBack: step('put back'),
      isUsableByOld: () => !this.#scene.migrated,
    }
    const scripted = this.#scene.scripted ?? (() => 0)
    return {
      engine: {
        state: (): Promise<EngineState> => {
          if (this.#runs === 'none') return Promise.resolve({ kind: 'absent' })
          if (this.#runs === 'new') return Promise.resolve(this.#scene.fresh ?? { ...old, version: '2', commit: 'b' })
          return Promise.resolve({ ...old, holds: this.#scene.holds ?? true, scripted: scripted(clock.elapsed()) })
        },
        nudge: () => Promise.resolve(),
      },
      starter,
      shelf,
      holdData: () => {
        done.push('hold')
        return Promise.resolve({ [Symbol.dispose]: () => void done.push('let go') })
      },
      clock,
    }
  }
}

const swapped = ['stop old', 'hold', 'snapshot', 'swap in', 'let go', 'start new']

test('the old one is stopped once no call is in its scenario, and the database kept before the new one starts', async () => {
  const box = new PaperBox({ scripted: (ms) => (ms < 20_000 ? 2 : 0) })
  expect(await box.upgrade()).toEqual({ kind: 'upgraded', running: true })
  expect(box.done).toEqual(swapped)
  expect(box.told.join(' ')).toContain('Waiting for calls to end: 2')
})

test('calls that do not end in time end the upgrade, and nothing was touched', async () => {
  const box = new PaperBox({ scripted: () => 1 })
  expect(await box.upgrade()).toMatch(/still calls in a scenario \(1\): nothing was changed/)
  expect(box.done).toEqual([])
})

test('an engine that does not hold still for an upgrade is not stopped', async () => {
  const box = new PaperBox({ holds: false })
  expect(await box.upgrade()).toMatch(/does not hold still/)
  expect(box.done).toEqual([])
})

test('a database that cannot be kept starts the old one again', async () => {
  const box = new PaperBox({ snapshotFails: true })
  expect(await box.upgrade()).toBe('no room')
  expect(box.done).toEqual(['stop old', 'hold', 'let go', 'start old'])
})

const ailments: readonly (readonly [string, Scene, RegExp])[] = [
  ['ends at once', { failure: 'it ended at once (3)' }, /ended at once/],
  ['never comes up', { fresh: { kind: 'absent' } }, /it has not come up, for 20 s/],
  ['hangs', { fresh: { kind: 'silent', because: 'no answer' } }, /does not answer \(no answer\)/],
  ['is another version than it said', { fresh: { ...old, version: '3' } }, /another version/],
  [
    'does not reach Asterisk',
    { fresh: { ...old, version: '2', commit: 'b', asteriskUp: false } },
    /does not reach Asterisk/,
  ],
  ['would dial at once', { fresh: { ...old, version: '2', commit: 'b', holds: false } }, /on trial/],
]
test.each(ailments)('a new one that %s is taken back, and the old one runs again', async (_, scene, because) => {
  const box = new PaperBox(scene)
  expect(await box.upgrade()).toEqual({
    kind: 'rolled_back',
    because: expect.stringMatching(because),
    running: true,
    databasePutBack: false,
  })
  expect(box.done).toEqual([...swapped, 'stop new', 'hold', 'swap out', 'let go', 'start old'])
})

test('a database the old one cannot use any more is put back while nobody runs', async () => {
  const box = new PaperBox({ failure: 'it ended', migrated: true })
  expect(await box.upgrade()).toMatchObject({ kind: 'rolled_back', databasePutBack: true })
  expect(box.done).toEqual([...swapped, 'stop new', 'hold', 'swap out', 'put back', 'let go', 'start old'])
})

test('asked to stop while the new one is on trial, it goes back to the old one', async () => {
  const stop = new AbortController()
  const box = new PaperBox({ fresh: { kind: 'absent' } })
  const upgrading = box.upgrade(stop.signal)
  while (!box.done.includes('start new')) await new Promise((resolve) => setImmediate(resolve))
  stop.abort(new Error('Ctrl-C'))
  expect(await upgrading).toMatchObject({ kind: 'rolled_back', because: 'the upgrade was asked to stop' })
})
