/** Upkeep cannot be done as things are; the message is for the owner: what is wrong, where, what to do. */
export class UpkeepFault extends Error {
  override readonly name = 'UpkeepFault'
}

/** What an error of the file system or of SQLite says, in few words: `ENOSPC`. */
export function becauseOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  return code ?? (error instanceof Error ? error.message : String(error))
}
