import { type AriEvent, AriEvents } from '../rig/ari-probe.ts'
import type { Asterisk } from '../rig/asterisk.ts'

/**
 * What happens on the PBX, seen past the engine's own eyes. The socket is left for the PBX to close: Asterisk 22.10.1
 * can lock up for good when one that hears all events is closed while some are on their way.
 */
export class PbxWatch {
  readonly #events: AriEvents

  private constructor(events: AriEvents) {
    this.#events = events
  }

  /** Watches from now on, until the PBX ends. */
  static async on(pbx: Asterisk): Promise<PbxWatch> {
    return new PbxWatch(await AriEvents.connect(pbx, 'watch', true))
  }

  /** The channel on which the engine rings a number; with `nth` the so manyth time it does. */
  async channelTo(number: string, signal: AbortSignal, nth = 1): Promise<string> {
    const ids = new Set<string>()
    const event = await this.#find((one) => {
      if (one.type !== 'Dial' || !String(one['dialstring']).includes(`${number}@`)) return false
      const id = peerOf(one)
      return id !== undefined && ids.add(id).size === nth
    }, signal)
    return peerOf(event) ?? ''
  }

  /** Waits for the `nth` event of a type about a channel. */
  async saw(channel: string, type: string, signal: AbortSignal, nth = 1): Promise<AriEvent> {
    let seen = 0
    return await this.#find((event) => event.type === type && about(event) === channel && ++seen === nth, signal)
  }

  /** Waits until dialing that channel has come so far: `RINGING`, `PROGRESS`, `ANSWER`. */
  async dialing(channel: string, status: string, signal: AbortSignal): Promise<void> {
    await this.#find(
      (event) => event.type === 'Dial' && event['dialstatus'] === status && about(event) === channel,
      signal,
    )
  }

  /** Waits until that channel shares a bridge with another. */
  async joined(channel: string, signal: AbortSignal): Promise<void> {
    await this.#find((event) => {
      const { channels = [] } = (event['bridge'] ?? {}) as { readonly channels?: readonly string[] }
      return event.type === 'ChannelEnteredBridge' && channels.length === 2 && channels.includes(channel)
    }, signal)
  }

  /** How many events of a type about a channel came so far. */
  count(channel: string, type: string): number {
    return this.#events.all.filter((event) => event.type === type && about(event) === channel).length
  }

  async #find(condition: (event: AriEvent) => boolean, signal: AbortSignal): Promise<AriEvent> {
    const found = await this.#events.find(condition, 0, signal)
    if (found === undefined) throw new Error('the PBX ended before what was waited for happened')
    return found
  }
}

interface Target {
  readonly target_uri?: string
}

function about(event: AriEvent): string | undefined {
  const media = (event['playback'] ?? event['recording']) as Target | undefined
  return media?.target_uri?.replace(/^channel:/, '') ?? peerOf(event) ?? event.channel?.id
}

function peerOf(event: AriEvent): string | undefined {
  return (event['peer'] as { readonly id?: string } | undefined)?.id
}
