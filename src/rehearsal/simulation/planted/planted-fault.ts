/** A mistake somebody could make in the product, and what of a simulated day must show it. */
export interface PlantedFault {
  /** What is wrong then, a sentence. */
  readonly name: string
  /** The source file, below `src`. */
  readonly file: string
  /** What stands in it, exactly once. */
  readonly find: string
  /** What is put in its place. */
  readonly put: string
  /** The checks that may be the first to see it. */
  readonly checks: readonly [string, ...string[]]
  /** A seed that showed it: asked before the others, which it spares as long as the days stay what they are. */
  readonly seed: number
  /** People called on each of its days; {@link fewContacts} unless given. */
  readonly contacts?: number
}

/** Enough for most faults to show. */
export const fewContacts = 60
/** Within so many seeds each fault must be caught. */
export const mostSeeds = 100
