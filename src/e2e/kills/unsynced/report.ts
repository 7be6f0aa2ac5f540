import { simulate } from './crash-states.ts'
import { losses } from './disk.ts'
import { plantedFaults } from './writer.ts'

/** Lets the power fail so often, and a hundred times with each planted fault; true when nothing was lost and every plant found. */
export async function reportPowerFailures(
  crashes: number,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<boolean> {
  const startedMs = performance.now()
  const result = await simulate({ crashes, calls: 250, seed: 1 }, signal)
  const { effects, syncs, unsure, faulty, faults } = result
  tell(`${effects} effects outside, ${syncs} syncs, ${crashes} power failures, ${unsure} of them with unsynced writes`)
  for (const loss of losses) tell(`  unsynced writes: ${loss.padEnd(14)} ${result.crashes.get(loss) ?? 0}`)
  tell(`${faulty} with faults, in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`)
  for (const fault of faults) tell(`  ${fault}`)
  let blind = false
  for (const fault of plantedFaults) {
    const planted = await simulate({ crashes: 100, calls: 40, seed: 2, fault }, signal)
    tell(`planted «${fault}»: found in ${planted.faulty} of 100: ${planted.faults[0] ?? 'NOT FOUND'}`)
    if (planted.faulty === 0) blind = true
  }
  return faulty === 0 && !blind
}
