/** A call the carrier received from the PBX, as its journal tells it. Times are epoch milliseconds of this machine. */
export interface CarrierCall {
  readonly id: string
  /** The customer's number as it stands in a list. */
  readonly number: string
  /** What the PBX dialled: the number with its prefix. */
  readonly dialled: string
  readonly prefix: string
  readonly trunk: 1 | 2
  readonly presented: Presented
  readonly calledAtMs: number
  /** When the phone began to ring; absent where it did not, or was answered at once. */
  readonly rangAtMs?: number
  readonly answeredAtMs?: number
  /** Name of the recording of both directions. */
  readonly recording?: string
  readonly endedAtMs?: number
  readonly cause?: number
  readonly endedBy?: 'customer' | 'pbx'
}

/** What the PBX said about who is calling. */
export interface Presented {
  /** User part of the From header: the number the customer would see. */
  readonly number: string
  readonly from: string
  readonly assertedIdentity?: string
  readonly diversion?: string
}

/** Reads the journal: one line a fact, fields split by `|`; a half-written last line is left out. */
export function readJournal(text: string): readonly CarrierCall[] {
  const calls = new Map<string, CarrierCall>()
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  for (const line of whole.split('\n')) {
    const [fact, time, id, number, ...rest] = line.split('|')
    if (!fact || !time || !id || number === undefined) continue
    const atMs = Math.round(Number(time) * 1000)
    const known = calls.get(id)
    if (fact === 'called') calls.set(id, called(id, number, atMs, rest))
    else if (fact === 'rang' && known) calls.set(id, { ...known, rangAtMs: atMs })
    else if (fact === 'answered' && known && rest[0])
      calls.set(id, { ...known, answeredAtMs: atMs, recording: rest[0] })
    else if (fact === 'ended' && known) {
      const endedBy = rest[1] === 'customer' ? 'customer' : 'pbx'
      calls.set(id, { ...known, endedAtMs: atMs, cause: Number(rest[0]), endedBy })
    }
  }
  return [...calls.values()]
}

function called(id: string, number: string, calledAtMs: number, rest: readonly string[]): CarrierCall {
  const [dialled = '', trunk, , from = '', assertedIdentity, diversion] = rest
  return {
    id,
    number,
    dialled,
    prefix: dialled.slice(0, dialled.length - number.length),
    trunk: trunk === '2' ? 2 : 1,
    presented: {
      number: /sips?:([^@;>]*)@/.exec(from)?.[1] ?? '',
      from,
      ...(assertedIdentity ? { assertedIdentity } : {}),
      ...(diversion ? { diversion } : {}),
    },
    calledAtMs,
  }
}
