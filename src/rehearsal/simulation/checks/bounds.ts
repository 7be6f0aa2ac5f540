import type { Check } from '../check.ts'

/** What the engine logs when something was thrown away because a box was full, or when it broke its own word. */
const forbidden = [
  'inbound.overflow',
  'inbound.fault',
  'call.fault',
  'call.not_noted',
  'report.fault',
  'control.fault',
  'incident.unwritten',
  'operators.no_queue',
] as const

/** No box of the engine runs over, and no promise of its own is broken. */
export function boundsCheck(): Check {
  const told = new Set<string>()
  return {
    name: 'bounds',
    step({ world }) {
      const found = forbidden.filter((event) => world.logged.has(event) && !told.has(event))
      for (const event of found) told.add(event)
      return found.map((event) => `the engine logs ${event}: ${world.logged.get(event)}`)
    },
  }
}
