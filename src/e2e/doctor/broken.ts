import type { Clinic } from './clinic.ts'

/** One thing broken on a box that is well, and what the doctor must say of it. */
export interface Broken {
  /** The sentence the test goes by. */
  readonly name: string
  /** Breaks it; what is returned mends what putting the files and settings back does not. */
  readonly breaks: (clinic: Clinic) => Promise<undefined | (() => unknown)> | undefined
  /** Done by a shell in the box's own name space of mounts before the doctor looks, and gone with it. */
  readonly before?: string
  readonly check: string
  readonly kind: 'warning' | 'fault'
  readonly says: RegExp
  readonly advice: RegExp
  /** What must be told of those behind it: not looked at. */
  readonly unseen?: readonly string[]
  /** Exit code; 1 for a fault, 3 for a warning unless given. */
  readonly code?: number
  /** Whether `--fix` alone makes the box well again. */
  readonly fixed?: true
  /** Whether `--fix` must leave every file as it is: what is wrong is the owner's. */
  readonly leftAlone?: true
}
