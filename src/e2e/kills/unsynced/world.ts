import type { MarkerWord } from './writer.ts'

/** What the world outside had seen when the power failed. */
export class World {
  /** Orders to dial given: attempt → contact. */
  readonly dialled = new Map<string, string>()
  /** Attempts by which nobody's phone rang, or whose contact is to be tried again: that contact may be rung once more. */
  readonly mayRingAgain = new Set<string>()
  /** Calls we were told are on the disk. */
  readonly recorded = new Set<string>()
  /** Reports the panel took. */
  readonly taken = new Set<string>()
  readonly refused = new Set<string>()
  /** Calls whose state was written down while they were up. */
  readonly noted = new Set<string>()
  /** Messages owed to a person. */
  readonly alarms = new Set<string>()
  /** Lists that were imported, with how many people; and those taken back. */
  readonly listed = new Map<string, number>()
  readonly unlisted = new Set<string>()
  /** What was answered last, by the way it went: a crash may have come before it was noted. */
  readonly inFlight = new Map<string, string>()

  /** @param third the contact, the size of a list, or the way a message went */
  see([word, id = '', third = '']: readonly string[]): void {
    switch (word as MarkerWord) {
      case 'dial':
        this.dialled.set(id, third)
        this.mayRingAgain.delete(third)
        return
      case 'release':
      case 'again':
        this.mayRingAgain.add(third)
        return
      case 'record':
        this.recorded.add(id)
        return
      case 'noted':
        this.noted.add(id)
        return
      case 'alarm':
        this.alarms.add(id)
        return
      case 'listed':
        this.listed.set(id, Number(third))
        return
      case 'unlisted':
        this.unlisted.add(id)
        return
      case 'taken':
        this.taken.add(id)
        this.inFlight.set(third, id)
        return
      case 'refused':
        this.refused.add(id)
        this.inFlight.set(third, id)
        return
    }
  }
}
