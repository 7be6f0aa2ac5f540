/** What Asterisk's console says of a trunk (`pjsip show endpoint NAME`). */
export interface TrunkFacts {
  readonly context: string
  /** In the order of preference. */
  readonly codecs: readonly string[]
  /** Seconds without sound from the far end after which a call is ended; 0 = never. */
  readonly rtpTimeout: number
  /** `Avail`, `Unavail`, `NonQual`, `Unknown`; empty where there is no address at all. */
  readonly contacts: readonly string[]
}

/** Reads them; undefined where there is no such trunk. */
export function readTrunk(text: string): TrunkFacts | undefined {
  const value = (name: string): string => new RegExp(`^ ${name} +: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
  if (!/^ context +: /m.test(text)) return undefined
  const contacts = [
    ...text.matchAll(/^ +Contact: +(?!<)\S+ +(?:[0-9a-f]+ +)?(Avail|Unavail|NonQual|Unknown|Created|Removed)/gm),
  ]
  return {
    context: value('context') || 'default',
    codecs: value('allow')
      .replace(/[()]/g, '')
      .split(/[|,]/)
      .filter((name) => name !== '' && name !== 'nothing'),
    rtpTimeout: Number(value('rtp_timeout') || 0),
    contacts: contacts.map(([, state = '']) => state),
  }
}

/** Names of the trunks and phones there are (`pjsip show endpoints`). */
export function endpointNames(text: string): readonly string[] {
  return [...text.matchAll(/^ Endpoint: {2}(?!<)(\S+?)(?:\/\S*)? /gm)].map(([, name = '']) => name)
}

/** A registration with a carrier, and how it stands: `Registered`, `Unregistered`, `Rejected`, `Stopped`. */
export interface RegistrationFacts {
  readonly name: string
  readonly status: string
}

/** Reads the list of them (`pjsip show registrations`). */
export function readRegistrations(text: string): readonly RegistrationFacts[] {
  const rows = text.matchAll(/^ (?!<|=)([^/\s]+)\/\S+ +\S+ +(Registered|Unregistered|Rejected|Stopped|Unknown)\b/gm)
  return [...rows].map(([, name = '', status = '']) => ({ name, status }))
}

/** The endpoint a registration belongs to (`pjsip show registration NAME`); undefined where it names none. */
export function endpointOfRegistration(text: string): string | undefined {
  return /^ endpoint +: (\S+)/m.exec(text)?.[1]
}

/** Codecs Asterisk can make out of plain sound (`core show translation paths slin 8000`). */
export function translatable(text: string): ReadonlySet<string> {
  const found = new Set<string>(['slin'])
  for (const [, name = '', path = ''] of text.matchAll(/ To (\S+?):\d+ +: (.*)$/gm)) {
    if (!path.includes('No Translation Path')) found.add(name)
  }
  return found
}
