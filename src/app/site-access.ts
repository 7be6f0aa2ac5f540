import type { WebConfig } from '../config/config.ts'
import type { Secret } from '../kernel/secret.ts'
import { isLoopback } from '../web/auth/origin.ts'
import type { Passwords } from '../web/auth/passwords.ts'
import { exitCodes } from './exit-codes.ts'
import { StartFault } from './start-fault.ts'

/** The settings that say who may use the page. */
export interface WebAccess extends WebConfig {
  /** WEB_OPERATOR_PASSWORD. */
  readonly operatorPassword?: Secret
  /** WEB_VIEWER_PASSWORD. */
  readonly viewerPassword?: Secret
}

const shortest = 8
/** Wrong passwords are slowed down, wrong tokens are not: they have to be long. */
const shortestToken = 12

/** The passwords of the page by role; empty: open to this machine alone. Throws {@link StartFault} for what would let strangers in. */
export function sitePasswords(access: WebAccess): Passwords {
  const { listen, password, operatorPassword, viewerPassword, apiToken } = access
  const faults: string[] = []
  if (password === undefined && !isLoopback(listen.host)) {
    faults.push(
      `WEB_LISTEN ${listen.host}:${listen.port} is an address others reach, and WEB_PASSWORD is not set: set WEB_PASSWORD, or write WEB_LISTEN=127.0.0.1:${listen.port}`,
    )
  }
  const named = [
    ['WEB_PASSWORD', password],
    ['WEB_OPERATOR_PASSWORD', operatorPassword],
    ['WEB_VIEWER_PASSWORD', viewerPassword],
  ] as const
  const seen = new Map<string, string>()
  for (const [name, secret] of named) {
    if (secret === undefined) continue
    if (password === undefined)
      faults.push(`${name} is set and WEB_PASSWORD is not: set WEB_PASSWORD, the admin's, as well`)
    const text = secret.reveal()
    if (text.length < shortest) faults.push(`${name} is shorter than ${shortest} letters: choose a longer one`)
    const other = seen.get(text)
    if (other !== undefined)
      faults.push(`${name} is the same as ${other}: the password tells who signs in, so choose another`)
    seen.set(text, name)
  }
  if (apiToken !== undefined && apiToken.reveal().length < shortestToken) {
    faults.push(
      `API_TOKEN is shorter than ${shortestToken} letters, and whoever guesses it gives orders: choose a longer one`,
    )
  }
  if (faults.length > 0) throw new StartFault(faults.join('\n'), exitCodes.config)
  return {
    ...(password === undefined ? {} : { admin: password }),
    ...(operatorPassword === undefined ? {} : { operator: operatorPassword }),
    ...(viewerPassword === undefined ? {} : { viewer: viewerPassword }),
  }
}
