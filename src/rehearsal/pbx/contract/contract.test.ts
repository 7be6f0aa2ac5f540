import { expect, test } from 'bun:test'
import { contractCases } from './all-cases.ts'
import { VirtualDriver } from './virtual-driver.ts'

test.each(contractCases.filter(({ only }) => only !== 'real').map((one) => [one.fact, one] as const))(
  '%s',
  async (_fact, { prove }) => {
    for (const seed of [1, 2]) {
      using pbx = new VirtualDriver(seed)
      await prove(pbx)
    }
  },
)

test('every section of what is known and every pitfall has its case', () => {
  const covered = new Set(contractCases.flatMap(({ of }) => of))
  const sections = ['3', '4.1', '4.2', '4.3', '4.5', '4.7', '5']
  expect(sections.filter((section) => !covered.has(section))).toEqual([])
})
