import { describe, expect, test } from 'bun:test'
import { plantedFaults } from './faults.ts'
import { playGrown } from './grown-days.ts'
import { fewContacts, type PlantedFault } from './planted-fault.ts'
import { seekAgain } from './seek.ts'

/** A fault whose seed shows it no more is looked for on a hundred days. */
const timeoutMs = 300_000

describe('a day that is played shows it when', () => {
  for (const fault of plantedFaults) {
    test(
      fault.name,
      async () => {
        const caught = await seekAgain(fault)
        expect(fault.checks).toContain(caught?.check as string)
      },
      timeoutMs,
    )
  }
})

test(
  'the same days without a fault are as they must be',
  async () => {
    expect(await playGrown(undefined, daysOf(plantedFaults))).toBeUndefined()
  },
  timeoutMs,
)

test(
  'a fault whose text is not in the product, or is there twice, is not planted',
  async () => {
    const [day] = daysOf(plantedFaults)
    const into = (find: string) => playGrown({ file: 'kernel/bell.ts', find, put: '' }, day === undefined ? [] : [day])
    await expect(into('what nobody ever wrote')).rejects.toThrow('0 times')
    await expect(into('this.#rung')).rejects.toThrow('times, not once')
  },
  timeoutMs,
)

test('there are enough faults, each with a name of its own', () => {
  expect(plantedFaults.length).toBeGreaterThanOrEqual(18)
  expect(new Set(plantedFaults.map(({ name }) => name)).size).toBe(plantedFaults.length)
})

/** The days on which the faults are shown, each once. */
function daysOf(faults: readonly PlantedFault[]) {
  const days = faults.map(({ seed, contacts = fewContacts }) => ({ seed, contacts }))
  return [...new Map(days.map((day) => [JSON.stringify(day), day])).values()]
}
