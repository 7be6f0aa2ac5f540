import { type Caught, playGrown } from './grown-days.ts'
import { fewContacts, mostSeeds, type PlantedFault } from './planted-fault.ts'

/** The first of the seeds 1 to 100 whose day shows the fault, and which promise breaks; undefined when none does. */
export async function seek(fault: PlantedFault): Promise<Caught | undefined> {
  return await playGrown(fault, daysOf(fault, allSeeds))
}

/** As {@link seek}, but the seed that showed it before is asked first. */
export async function seekAgain(fault: PlantedFault): Promise<Caught | undefined> {
  return await playGrown(fault, daysOf(fault, [fault.seed, ...allSeeds]))
}

const allSeeds = Array.from({ length: mostSeeds }, (_, nth) => nth + 1)

function daysOf({ contacts = fewContacts }: PlantedFault, seeds: readonly number[]) {
  return seeds.map((seed) => ({ seed, contacts }))
}
