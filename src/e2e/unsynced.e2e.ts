import { expect, setDefaultTimeout, test } from 'bun:test'
import { simulate } from './kills/unsynced/crash-states.ts'
import { losses } from './kills/unsynced/disk.ts'
import { plantedFaults } from './kills/unsynced/writer.ts'

const limitMs = 60_000
setDefaultTimeout(limitMs)
const signal = (): AbortSignal => AbortSignal.timeout(limitMs)

test('whenever the power fails, whatever unsynced writes are lost or torn: no order to dial, no record and no report is lost or doubled', async () => {
  const { crashes, unsure, faults } = await simulate({ crashes: 200, calls: 80, seed: 7 }, signal())
  expect(faults).toEqual([])
  expect([...crashes]).toEqual(losses.map((loss) => [loss, 200 / losses.length]))
  expect(unsure).toBeGreaterThan(50)
})

test.each(plantedFaults)('a store with the fault «%s» is found out', async (fault) => {
  expect((await simulate({ crashes: 40, calls: 25, seed: 7, fault }, signal())).faulty).toBeGreaterThan(0)
})
