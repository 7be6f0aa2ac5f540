import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../kernel/secret.ts'
import { type Role, roles } from '../api/contract.ts'

/** The passwords of the page, one a role; without that of the admin there is no signing in. */
export type Passwords = Readonly<Partial<Record<Role, Secret>>>

/** The role a password stands for; every one is compared, so that the time tells nothing. */
export function roleOf(written: string, passwords: Passwords): Role | undefined {
  let found: Role | undefined
  for (const role of roles) {
    const password = passwords[role]
    if (password !== undefined && sameText(written, password.reveal())) found = role
  }
  return found
}

/** Whether two texts are the same, in a time that does not depend on where they differ. */
export function sameText(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

/** SHA-256 of the texts, hex; which text ends where counts. */
export function fingerprint(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
