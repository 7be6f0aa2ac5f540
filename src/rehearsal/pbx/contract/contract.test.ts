import { expect, test } from 'bun:test'
import { type FaultName, measuredRaces } from '../faults.ts'
import { contractCases } from './all-cases.ts'
import { declaredGaps } from './declared-gaps.ts'
import { outboundCases } from './outbound-cases.ts'
import { VirtualDriver } from './virtual-driver.ts'

/** Races that a case may not see, for it looks at another. */
const raceNames = (Object.keys(measuredRaces) as FaultName[]).filter((name) => name !== 'dial_before_stasis')

test.each(contractCases.filter(({ only }) => only !== 'real').map((one) => [one.fact, one] as const))(
  '%s',
  async (_fact, { prove }) => {
    for (const seed of [1, 2]) {
      using pbx = new VirtualDriver(seed)
      await prove(pbx)
    }
  },
)

test('every section of what is known of Asterisk, and every pitfall, has its case or is a declared gap', () => {
  const covered = new Set(contractCases.flatMap(({ of }) => of))
  for (const { pitfalls } of declaredGaps) for (const pitfall of pitfalls) covered.add(pitfall)
  const sections = ['3', '4.1', '4.2', '4.3', '4.4', '4.5', '4.7', '5']
  const pitfalls = Array.from({ length: 30 }, (_, nth) => `10.${nth + 1}`)
  expect([...sections, ...pitfalls].filter((each) => !covered.has(each))).toEqual([])
  expect(declaredGaps.length).toBeLessThanOrEqual(5)
})

test('no two cases prove the same fact', () => {
  const facts = contractCases.map(({ fact }) => fact)
  expect(new Set(facts).size).toBe(facts.length)
})

test.each(raceNames)('the contract holds, too, where this strikes every time: %s', async (name) => {
  for (const { only, prove } of outboundCases) {
    if (only === 'real') continue
    using pbx = new VirtualDriver(1)
    pbx.pbx.faults.set(name, 1)
    await prove(pbx)
  }
})
