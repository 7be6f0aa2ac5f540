import { expect, test } from 'bun:test'
import { availableParallelism } from 'node:os'
import { playDay } from './day.ts'
import { planOf } from './day-plan.ts'
import { playSeeds } from './play-seeds.ts'
import { struckText, violationText } from './tell-outcome.ts'

const contacts = 200
const fixed = Array.from({ length: 50 }, (_, nth) => nth + 1)
const timeoutMs = 600_000

test(
  'simulated days of two hundred contacts are as they must be: fifty known ones and ten that nobody has seen',
  async () => {
    const fresh = Array.from({ length: 10 }, () => Math.floor(Math.random() * 2 ** 31))
    console.log(`fresh seeds: ${fresh.join(' ')}`)
    const struck: { readonly struck: ReadonlyMap<string, number> }[] = []
    const wrong: string[] = []
    for await (const outcome of playSeeds([...fixed, ...fresh], { contacts }, availableParallelism())) {
      struck.push(outcome)
      if (outcome.violations.length > 0) wrong.push(violationText(outcome))
    }
    console.log(`struck: ${struckText(struck)}`)
    expect(wrong.join('\n\n')).toBe('')
  },
  timeoutMs,
)

test(
  'the same seed is the same day, to the byte; another seed is another',
  async () => {
    const [one, again, other] = [
      await playDay(planOf(7, { contacts: 60 })),
      await playDay(planOf(7, { contacts: 60 })),
      await playDay(planOf(8, { contacts: 60 })),
    ]
    expect(again.digest).toBe(one.digest)
    expect(other.digest).not.toBe(one.digest)
    expect(one.calls).toBeGreaterThan(60)
  },
  timeoutMs,
)
