import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AriEvent, AriEvents, ari } from './ari-probe.ts'
import { Asterisk, type AsteriskAddress } from './asterisk.ts'
import type { InstanceFolder } from './instance-folder.ts'
import { type CarrierCall, type Presented, readJournal } from './journal.ts'
import type { Loopback } from './loopback.ts'
import type { RedirectServer } from './redirect-server.ts'

/** A call a customer makes to us. */
export interface InboundPlan {
  /** The number the customer dials: one of our lines. */
  readonly did: string
  /** Absent: the caller hides the number. */
  readonly callerId?: string
  /** SIP headers added to the INVITE, such as Diversion, History-Info, P-Asserted-Identity. */
  readonly headers?: Readonly<Record<string, string>>
  /** User part of the To header where it must differ from the number dialled. */
  readonly to?: string
  readonly trunk?: 1 | 2
  /** What the caller does once answered, told as a number of the scheme, such as `094101000`. */
  readonly as: string
}

/** How a call of a customer to us ended; `lost` = the carrier itself went away. */
export type InboundEnd = { readonly kind: 'ended'; readonly cause: number } | { readonly kind: 'lost' }

/** A customer's call to us while it lasts and afterwards. */
export interface InboundCall {
  readonly id: string
  /** `false` when it ended without an answer. */
  readonly answered: Promise<boolean>
  readonly ended: Promise<InboundEnd>
  hangUp(signal: AbortSignal): Promise<void>
  /** The stereo recording, complete once the call has ended. */
  recording(signal: AbortSignal): Promise<string>
}

const pollMs = 20

/** The telephone network: an Asterisk full of virtual customers and operators. */
export class Carrier extends Asterisk {
  readonly #loopback: Loopback
  readonly #redirects: RedirectServer
  #inbound = 0
  #events: AriEvents | undefined

  constructor(address: AsteriskAddress, folder: InstanceFolder, loopback: Loopback, redirects: RedirectServer) {
    super(address, folder)
    this.#loopback = loopback
    this.#redirects = redirects
  }

  /** Every call from the PBX so far, in the order they arrived, to one number or to all. */
  calls(number?: string): readonly CarrierCall[] {
    const file = join(this.folder.spool, 'journal')
    const calls = existsSync(file) ? readJournal(readFileSync(file, 'utf8')) : []
    return number === undefined ? calls : calls.filter((call) => call.number === number)
  }

  /** What the PBX presented to that number, one entry a call. */
  presented(number: string): readonly Presented[] {
    return this.calls(number).map((call) => call.presented)
  }

  /** Waits until the number's latest call satisfies the condition. */
  async until(number: string, condition: (call: CarrierCall) => boolean, signal: AbortSignal): Promise<CarrierCall> {
    for (;;) {
      const call = this.calls(number).at(-1)
      if (call && condition(call)) return call
      await sleep(pollMs, undefined, { signal })
    }
  }

  /** The stereo recording of a call (s16le, 8 kHz, left = says, right = hears), once Asterisk has closed it. */
  async recording(call: CarrierCall, signal: AbortSignal): Promise<string> {
    if (!call.recording) throw new Error('This call was not answered, so there is no recording of it.')
    return this.#finished(call.recording, signal)
  }

  /** Lets a customer call one of our lines through the trunk. */
  async callIn(plan: InboundPlan, signal: AbortSignal): Promise<InboundCall> {
    const id = `in-${process.pid}-${String(this.#inbound++).padStart(6, '0')}`
    const caller = plan.callerId ?? 'anonymous'
    const events = await this.#watch()
    const headers = Object.entries(plan.headers ?? {}).map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value])
    const variables = { ...Object.fromEntries(headers), NUMBER: caller }
    const query = {
      endpoint: this.#endpoint(plan),
      context: 'after',
      extension: plan.as,
      priority: '1',
      timeout: '120',
    }
    const callerId = plan.callerId === undefined ? {} : { callerId: plan.callerId }
    const path = `/channels/${id}`
    const since = events.all.length
    await ari(this, { method: 'POST', path, query: { ...query, ...callerId }, body: { variables } }, signal)
    const gone = (event: AriEvent) => event.type === 'ChannelDestroyed' && event.channel?.id === id
    const up = (event: AriEvent) => event.channel?.id === id && event.channel.state === 'Up'
    const ended = events
      .find(gone, since, signal)
      .then((event): InboundEnd => (event ? { kind: 'ended', cause: event.cause ?? 0 } : { kind: 'lost' }))
    const answered = events
      .find((event) => up(event) || gone(event), since, signal)
      .then((event) => event !== undefined && up(event))
    // Whoever reads the promises sees the abort; a test that reads neither must not fail for it.
    for (const promise of [ended, answered]) promise.catch(() => undefined)
    return {
      id,
      answered,
      ended,
      hangUp: async (own) => void (await ari(this, { method: 'DELETE', path }, own)),
      recording: (own) => this.#finished(`${caller}-${id}.raw`, own),
    }
  }

  /**
   * The carrier's events, over one socket that is closed only by the carrier's own end: Asterisk 22.10.1 can lock up for
   * good when a socket that hears all events is closed while some are on their way.
   */
  async #watch(): Promise<AriEvents> {
    if (!this.#events?.open)
      this.#events = await AriEvents.connect(this, 'watch', true, ['ChannelStateChange', 'ChannelDestroyed'])
    return this.#events
  }

  #endpoint(plan: InboundPlan): string {
    if (plan.to === undefined) return `PJSIP/${plan.did}@${plan.trunk === 2 ? 'pbx2' : 'pbx'}`
    this.#redirects.send(plan.to, `sip:${plan.did}@${this.#loopback.pbx}:5060`)
    return `PJSIP/${plan.to}@redirected`
  }

  /** Waits until Asterisk writes to the recording no more, and gives it with its sides in our order. */
  async #finished(name: string, signal: AbortSignal): Promise<string> {
    const finished = join(this.folder.calls, name)
    if (existsSync(finished)) return finished
    const raw = join(this.folder.monitor, name)
    while (!existsSync(raw) || this.#writes(raw)) await sleep(pollMs, undefined, { signal })
    await Bun.write(finished, swapSides(await Bun.file(raw).bytes()))
    return finished
  }

  #writes(file: string): boolean {
    const folder = `/proc/${this.pid}/fd`
    if (this.pid === undefined || !existsSync(folder)) return false
    return readdirSync(folder).some((fd) => {
      try {
        return readlinkSync(join(folder, fd)) === file
      } catch {
        return false // closed meanwhile
      }
    })
  }
}

/** MixMonitor puts what comes out of the channel, which is what the customer hears, on the left. */
function swapSides(stereo: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const swapped = new Uint8Array(stereo.length - (stereo.length % 4))
  for (let i = 0; i < swapped.length; i += 4) {
    swapped[i] = stereo[i + 2]!
    swapped[i + 1] = stereo[i + 3]!
    swapped[i + 2] = stereo[i]!
    swapped[i + 3] = stereo[i + 1]!
  }
  return swapped
}
