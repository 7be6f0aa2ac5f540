import type { Unavailable } from '../flow/ports.ts'
import { type Finding, fault, warning } from './finding.ts'

/** The settings a service is reached by. */
export interface ServiceSettings {
  readonly key: string
  readonly address: string
}

/** Why a service of speech could not serve, and what to do. */
export function notServed(because: Unavailable, { key, address }: ServiceSettings): Finding {
  switch (because) {
    case 'auth':
      return fault(`it does not accept ${key}`, `write the right key into ${key}`)
    case 'quota':
      return fault('the account has no credit left', 'top it up')
    case 'config':
      return fault(`it cannot be used as set (${address}, its model or its certificate)`, `correct ${address}`)
    case 'rate_limit':
      return warning('it has too many requests now', 'try again; if it stays so, ask for a larger allowance')
    case 'bad_input':
      return warning('it refused a tiny request', `look whether ${address} is the right one`)
    case 'timeout':
      return fault('it did not answer in time', 'look at the internet connection and the firewall')
    case 'transient':
      return fault(
        'it cannot be reached, or has trouble of its own',
        `correct ${address}; look at the internet connection`,
      )
    default:
      return because satisfies never
  }
}
