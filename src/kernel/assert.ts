/** A promise of our own was broken: a bug, never a fact about the world. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise'
}

/** Throws {@link BrokenPromise} when `condition` is false. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new BrokenPromise(why)
}

/** For the `default` of an exhaustive switch: the compiler proves it is never reached. */
export function unreachable(value: never): never {
  throw new BrokenPromise(`nothing handles ${JSON.stringify(value)}`)
}
