import { plantedFaults } from '../rehearsal/simulation/planted/faults.ts'
import { seek } from '../rehearsal/simulation/planted/seek.ts'

// Prints which seed shows each planted fault, and which check sees it; words choose faults by their names.
const words = Bun.argv.slice(2)
const chosen = plantedFaults.filter(({ name }) => words.every((word) => name.includes(word)))
let missed = 0
for (const fault of chosen) {
  const caught = await seek(fault)
  const isExpected = caught !== undefined && fault.checks.includes(caught.check)
  if (!isExpected) missed++
  const found = caught === undefined ? 'NOT CAUGHT' : `${caught.check} seed ${caught.seed}: ${caught.what}`
  await Bun.write(Bun.stdout, `${fault.name} | ${isExpected ? '' : 'UNEXPECTED '}${found}\n`)
}
await Bun.write(Bun.stdout, `${chosen.length} planted, ${chosen.length - missed} caught as expected\n`)
