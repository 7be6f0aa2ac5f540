import { UsageError } from './command.ts'

/** The number of a list as the owner wrote it. */
export function listNumber(word: string): number {
  if (/^[1-9]\d{0,14}$/.test(word)) return Number(word)
  throw new UsageError(`"${word}" is no number of a list; salehi contacts list shows them`)
}
