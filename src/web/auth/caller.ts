import { type Role, roles } from '../api/contract.ts'

/** Who is asking. */
export interface Caller {
  readonly role: Role
  /** `open`: on this machine, no password is set. */
  readonly access: 'open' | 'session' | 'token'
  /** What a page of theirs sends along with every order, so that no other page can order in their name; absent with a token. */
  readonly csrf?: string
  /** Key of the session, where there is one. */
  readonly session?: string
  /** When the session ends if it is not used, epoch milliseconds. */
  readonly until?: number
}

/** Whether `role` may do what `least` may. */
export function reaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least)
}
