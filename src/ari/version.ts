/** A version of Asterisk as it calls itself: `22.10.1`, `certified/20.7-cert1`. */
export interface AsteriskVersion {
  readonly text: string
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** Reads the version out of `asterisk/info`; undefined when it is none (a build of somebody's own). */
export function parseVersion(text: string | undefined): AsteriskVersion | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text ?? '')
  if (match === null) return undefined
  const plain = match[0]
  return { text: plain, major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) }
}

/** Whether it offers REST over the event socket: from 20.14, 21.9, 22.4 on. */
export function offersRestOverSocket(version: AsteriskVersion | undefined): boolean {
  if (version === undefined) return false
  const first: Readonly<Record<number, number>> = { 20: 14, 21: 9, 22: 4 }
  return version.major > 22 || version.minor >= (first[version.major] ?? Number.POSITIVE_INFINITY)
}

/** What a person should know about their version, one sentence each; empty when there is nothing. */
export function versionAdvice(version: AsteriskVersion | undefined): readonly string[] {
  if (version === undefined) return ['Asterisk does not say its version; 20.10 or newer is needed.']
  const { text, major, minor } = version
  const advice: string[] = []
  if (major < 20 || (major === 20 && minor < 10)) {
    advice.push(`Asterisk ${text} is older than 20.10, the oldest this was made for: update it.`)
  }
  if ((major === 20 && minor === 19) || (major === 22 && minor === 9)) {
    advice.push(`Asterisk ${text} can lock up when a bridged call ends: update to 20.20.1, 22.10.1 or newer.`)
  }
  return advice
}
