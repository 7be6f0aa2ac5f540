import type { Day } from './day.ts'

/** Something that must always be so. Each look returns what is not, one sentence each. */
export interface Check {
  readonly name: string
  /** Looks after a step of time. */
  step?(day: Day): readonly string[]
  /** Looks when the engine has ended. */
  end?(day: Day): readonly string[]
}

/** A promise that was broken. */
export interface Violation {
  readonly check: string
  readonly what: string
  /** Milliseconds since the day began. */
  readonly atMs: number
}

/** Lets a check look once in a while instead of after every step. */
export function every(ms: number): (nowMs: number) => boolean {
  let lookedAt = Number.NEGATIVE_INFINITY
  return (nowMs) => {
    if (nowMs - lookedAt < ms) return false
    lookedAt = nowMs
    return true
  }
}
