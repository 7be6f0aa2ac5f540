import { exitCodes } from '../app/exit-codes.ts'
import { StartFault } from '../app/start-fault.ts'
import { becauseOf, UpkeepFault } from './upkeep-fault.ts'

/** Waits for a piece of upkeep; what a person can put right is thrown as a `StartFault`. `undone`: what did not happen, as a sentence begins. */
export async function asStartFault<T>(undone: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof UpkeepFault) throw new StartFault(`salehi: ${error.message}`, exitCodes.failed)
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!/^(E[A-Z]+|SQLITE_\w+)$/.test(code)) throw error
    throw new StartFault(
      `salehi: ${undone} (${becauseOf(error)}): check the files, the space and the rights there`,
      exitCodes.failed,
    )
  }
}
