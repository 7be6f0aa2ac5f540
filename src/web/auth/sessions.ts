import type { Clock } from '../../kernel/clock.ts'
import type { Role } from '../api/contract.ts'
import type { Caller } from './caller.ts'
import { fingerprint, type Passwords } from './passwords.ts'

/** A session as it is kept: the browser's half of it is known by its fingerprint alone. Times are epoch milliseconds. */
export interface KeptSession {
  readonly key: string
  readonly role: Role
  /** Changes with the password it was opened with. */
  readonly seal: string
  readonly openedAt: number
  readonly usedAt: number
}

/** Where sessions outlive the engine. */
export interface SessionBook {
  find(key: string): KeptSession | undefined
  open(session: KeptSession): void
  used(key: string, at: number): void
  close(key: string): void
  closeAll(): void
  /** Forgets those not used since, or opened before. */
  sweep(unusedSince: number, openedBefore: number): void
}

/** What sessions are made of. */
export interface SessionParts {
  readonly book: SessionBook
  readonly passwords: Passwords
  /** At least 32 random bytes as text that fits a cookie. */
  readonly newSecret: () => string
  readonly clock: Pick<Clock, 'now'>
}

/** A session that is not used ends. */
export const idleMs = 12 * 3_600_000
/** And any ends. */
export const longestMs = 7 * 24 * 3_600_000
/** Written down no more often than this: every look at the page is a use. */
const noteEveryMs = 60_000

/** Who is signed in. The secret is in the browser's cookie alone; the book has its fingerprint. */
export class Sessions {
  readonly #parts: SessionParts

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** Signs somebody in; `secret` is for their cookie. */
  open(role: Role): { readonly secret: string; readonly caller: Caller } {
    const { book, newSecret, clock } = this.#parts
    const now = clock.now()
    book.sweep(now - idleMs, now - longestMs)
    const secret = newSecret()
    const key = fingerprint('session', secret)
    book.open({ key, role, seal: this.#seal(secret, role), openedAt: now, usedAt: now })
    return { secret, caller: callerOf(secret, key, role, now + idleMs) }
  }

  /** Whose secret this is; undefined when its session has ended, or its password is another one now. */
  find(secret: string): Caller | undefined {
    const { book, clock } = this.#parts
    const key = fingerprint('session', secret)
    const session = book.find(key)
    if (session === undefined) return undefined
    const now = clock.now()
    const { role, seal, openedAt, usedAt } = session
    if (now >= usedAt + idleMs || now >= openedAt + longestMs || seal !== this.#seal(secret, role)) {
      book.close(key)
      return undefined
    }
    if (now >= usedAt + noteEveryMs) book.used(key, now)
    return callerOf(secret, key, role, Math.min(now + idleMs, openedAt + longestMs))
  }

  /** Whether the session of this key goes on. */
  goesOn(key: string): boolean {
    const session = this.#parts.book.find(key)
    if (session === undefined) return false
    const now = this.#parts.clock.now()
    return now < session.usedAt + idleMs && now < session.openedAt + longestMs
  }

  close(key: string): void {
    this.#parts.book.close(key)
  }

  closeAll(): void {
    this.#parts.book.closeAll()
  }

  /** Ties a session to its password: keyed with the secret, so that the book does not help to guess it. */
  #seal(secret: string, role: Role): string {
    return fingerprint('seal', secret, this.#parts.passwords[role]?.reveal() ?? '')
  }
}

function callerOf(secret: string, key: string, role: Role, until: number): Caller {
  return { role, access: 'session', csrf: fingerprint('csrf', secret), session: key, until }
}
