import type { Answer } from './rest.ts'
import type { Refusal } from './status.ts'

/** A reason a person must see to, with what to do. */
export interface Refused {
  readonly kind: 'refused'
  readonly because: Refusal
  readonly message: string
}

/** What Asterisk's answer to our first question says is wrong; undefined when nothing is. */
export function refusalOf(answer: Answer<object>, username: string): Refused | undefined {
  switch (answer.kind) {
    case 'done':
      return undefined
    case 'unreachable':
      return refused(
        'unreachable',
        `Asterisk cannot be reached at the address in ARI_BASE_URL: ${answer.because}. ` +
          'Is Asterisk running, and is its HTTP server enabled (http.conf; FreePBX: Advanced Settings, "Enable the mini-HTTP Server")?',
      )
    case 'refused':
      return byStatus(answer.status, username)
  }
}

/** What a refused order to change something says is wrong; undefined when it says nothing of the kind. */
export function readOnlyOf(answer: Answer<unknown>, username: string): Refused | undefined {
  if (answer.kind !== 'refused' || answer.status !== 403) return undefined
  return refused(
    'read_only',
    `The ARI user "${username}" may only look, not place calls. Write read_only=no in its section of ari.conf ` +
      '(FreePBX: Settings, Asterisk REST Interface Users, Read Only = No) and reload.',
  )
}

/** The events address does not take us, though the other does. */
export function eventsRefusal(detail: string): Refused {
  return refused(
    'events_address',
    `Asterisk answers at ARI_BASE_URL, but its event socket at ARI_WS_URL does not open (${detail}). ` +
      'Both addresses must lead to the same Asterisk; ARI_WS_URL usually is ARI_BASE_URL with ws:// in front and /events at the end.',
  )
}

/** Another engine lives under our name. */
export function rivalRefusal(app: string): Refused {
  return refused(
    'rival',
    `Another engine is connected to this Asterisk under the application name "${app}". ` +
      'Stop it, or give this one a name of its own in ARI_APP_NAME (and in the dialplan).',
  )
}

function byStatus(status: number, username: string): Refused {
  if (status === 401) {
    return refused(
      'password',
      `Asterisk does not accept the ARI user "${username}" with this password. ` +
        'Compare ARI_USERNAME and ARI_PASSWORD with ari.conf (FreePBX: Settings, Asterisk REST Interface Users).',
    )
  }
  if (status === 503) return refused('unreachable', 'Asterisk is still starting. It will be tried again by itself.')
  if (status === 404 || status === 403) {
    return refused(
      'no_ari',
      `An HTTP server answers at ARI_BASE_URL, but there is no ARI there (status ${status}). ` +
        'The address usually ends in :8088/ari; ARI must be enabled in ari.conf (enabled=yes) and res_ari loaded.',
    )
  }
  return refused(
    'not_asterisk',
    `What answers at ARI_BASE_URL is not the ARI of an Asterisk (status ${status}). The address usually ends in :8088/ari.`,
  )
}

function refused(because: Refusal, message: string): Refused {
  return { kind: 'refused', because, message }
}
