import type { Secret } from '../../kernel/secret.ts'
import type { Caller } from './caller.ts'
import { cookieOf } from './cookie.ts'
import { sameText } from './passwords.ts'
import type { Sessions } from './sessions.ts'

/** Who may use the page: whoever reaches this machine's own address, or those who sign in. */
export type Access =
  /** `csrf` is another one at each start. */
  { readonly kind: 'open'; readonly csrf: string } | { readonly kind: 'guarded'; readonly sessions: Sessions }

/** Tells who is asking. */
export class Gatekeeper {
  readonly access: Access
  readonly #token: Secret | undefined

  /** `token` is for programs, which do what operators may. */
  constructor(access: Access, token: Secret | undefined) {
    this.access = access
    this.#token = token
  }

  /** Undefined: nobody we know. A wrong token is nobody, whatever else is shown. */
  identify(headers: Headers): Caller | undefined {
    const authorization = headers.get('authorization')
    if (authorization !== null) return this.#bearer(authorization)
    if (this.access.kind === 'open') return { role: 'admin', access: 'open', csrf: this.access.csrf }
    const secret = cookieOf(headers)
    return secret === undefined ? undefined : this.access.sessions.find(secret)
  }

  #bearer(authorization: string): Caller | undefined {
    const shown = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1]
    if (shown === undefined || this.#token === undefined || !sameText(shown, this.#token.reveal())) return undefined
    return { role: 'operator', access: 'token' }
  }
}
