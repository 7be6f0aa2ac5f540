import { type Random, seededRandom } from '../../kernel/random.ts'

/** A stream of chance of its own for each purpose: what one of them asks for changes no other. */
export function chanceFor(seed: number, purpose: string): Random {
  return seededRandom(Number(Bun.hash.wyhash(purpose, BigInt(seed)) & 0xffff_ffffn))
}

/** A whole number from `least` to `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

/** One of several. */
export function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)] as T
}

/** One of several names by their weights, which need not add up to anything. */
export function weighted<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const entries = Object.entries(weights) as [K, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  return (entries.at(-1) as [K, number])[0]
}
