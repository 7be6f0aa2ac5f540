import type { Disposition, Outcome, Reason } from '../domain/disposition.ts'

/**
 * The truthful answer to «how would we report this call if it ended this instant?». A step may change it,
 * a hang-up leaves it as it stands: nothing is inferred afterwards.
 */
export class Verdict {
  #outcome: Outcome = { disposition: 'hangup' }

  get outcome(): Outcome {
    return this.#outcome
  }

  /** @param detail the scenario's own finer word */
  set(disposition: Disposition, reason?: Reason, detail?: string): void {
    this.#outcome = {
      disposition,
      ...(reason === undefined ? {} : { reason }),
      ...(detail === undefined ? {} : { detail }),
    }
  }
}
