import { type Caller, reaches } from '../auth/caller.ts'

/** Whether somebody may see numbers and what callers said. */
export function seesPeople(caller: Caller | undefined): boolean {
  return caller !== undefined && reaches(caller.role, 'operator')
}

/** A number for somebody who need not know it whole: `…0001`. */
export function lastFour(number: string): string {
  return number === '' ? '' : `…${number.length > 4 ? number.slice(-4) : ''}`
}
