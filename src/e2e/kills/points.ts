import { existsSync, readFileSync } from 'node:fs'

/** A place to die at: `store.record.commit`, where it is passed for the so manyth time. */
export interface CrashPoint {
  readonly name: string
  readonly time: number
}

/** What a dying executable wrote down: the points it passed, with how often. */
export function passedPoints(file: string): ReadonlyMap<string, number> {
  const passed = new Map<string, number>()
  if (!existsSync(file)) return passed
  for (const name of readFileSync(file, 'utf8').split('\n')) {
    if (name !== '') passed.set(name, (passed.get(name) ?? 0) + 1)
  }
  return passed
}

/**
 * `count` deaths spread over all points: each point at its first time, then each where it is passed again. `passed` =
 * how often a whole day passes each.
 */
export function spread(passed: ReadonlyMap<string, number>, count: number): readonly CrashPoint[] {
  const deaths: CrashPoint[] = []
  for (let round = 0; deaths.length < count; round++) {
    const candidates = [...passed].flatMap(([name, times]) => timeOf(round, name, times))
    if (candidates.length === 0) break
    deaths.push(...evenly(candidates, count - deaths.length))
  }
  // Points passed only once are died at again rather than leaving the number short.
  for (let again = 0; deaths.length > 0 && deaths.length < count; again++) deaths.push(deaths[again]!)
  return deaths
}

function timeOf(round: number, name: string, times: number): readonly CrashPoint[] {
  const time = 1 + round * Math.max(1, Math.floor(times / 4))
  return time <= times ? [{ name, time }] : []
}

/** At most `count` of a list, from all over it. */
export function evenly<T>(list: readonly T[], count: number): readonly T[] {
  if (count >= list.length) return list
  return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]!)
}

/** `store.record.commit#3`, and the deaths that follow it. */
export const nameOf = (deaths: readonly CrashPoint[]): string =>
  deaths.length === 0 ? 'nowhere' : deaths.map(({ name, time }) => `${name}#${time}`).join(', then ')
