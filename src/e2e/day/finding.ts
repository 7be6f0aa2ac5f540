/** One row of the day's table: a figure, what it must be, and everything that is wrong about it. */
export interface Finding {
  readonly what: string
  readonly found: string
  /** Absent where the figure is told and nothing is demanded of it. */
  readonly must?: string
  /** One line each; empty when all is well. */
  readonly wrong: readonly string[]
  /** Numbers whose course is worth looking at, wrong or not. */
  readonly phones?: readonly string[]
}
