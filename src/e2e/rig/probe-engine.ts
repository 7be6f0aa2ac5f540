import { join } from 'node:path'
import { type AriEvent, AriEvents, ari } from './ari-probe.ts'
import type { Clip } from './clips.ts'
import type { Rig } from './rig.ts'

/** The least an engine does on a PBX, by plain requests: enough to try the rig without the product. */
export class ProbeEngine implements AsyncDisposable {
  readonly events: AriEvents
  readonly #rig: Rig
  readonly #signal: () => AbortSignal
  #calls = 0

  private constructor(rig: Rig, events: AriEvents, signal: () => AbortSignal) {
    this.#rig = rig
    this.events = events
    this.#signal = signal
  }

  /** Connects to the rig's PBX; every wait takes a signal from `signal`. */
  static async connect(rig: Rig, signal: () => AbortSignal): Promise<ProbeEngine> {
    return new ProbeEngine(rig, await AriEvents.connect(rig.pbx, 'salehi', false), signal)
  }

  /** Makes `sound:custom/<name>` of a clip. */
  async install(clip: Clip): Promise<void> {
    await Bun.write(join(this.#rig.soundDir, `${clip.name}.wav`), Bun.file(clip.file))
  }

  /** One request to the PBX. */
  ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    query: Record<string, string> = {},
    body?: unknown,
  ): Promise<unknown> {
    return ari(this.#rig.pbx, { method, path, query, ...(body === undefined ? {} : { body }) }, this.#signal())
  }

  /** Places a call: create, wait for StasisStart, dial. */
  async dial(number: string, prefix = '', trunk = 'TO-CUCM-Gaptel'): Promise<string> {
    const id = `call-${String(this.#calls++).padStart(4, '0')}`
    const query = { endpoint: `PJSIP/${prefix}${number}@${trunk}`, app: 'salehi', channelId: id }
    await this.ask('POST', '/channels/create', query, { variables: { 'CONNECTEDLINE(num)': '02191001234' } })
    await this.find((event) => event.type === 'StasisStart' && event.channel?.id === id)
    await this.ask('POST', `/channels/${id}/dial`, { timeout: '30' })
    return id
  }

  /** Waits for the answer of a call dialled. */
  async answered(id: string): Promise<void> {
    await this.find(
      (event) => event.type === 'ChannelStateChange' && event.channel?.id === id && event.channel.state === 'Up',
    )
  }

  /** Waits for the end of a call and gives its cause. */
  async ended(id: string): Promise<number | undefined> {
    return (await this.find((event) => event.type === 'ChannelDestroyed' && event.channel?.id === id))?.cause
  }

  /** Plays a prompt after those already asked for. */
  async play(id: string, name: string): Promise<void> {
    await this.ask('POST', `/channels/${id}/play`, { media: `sound:custom/${name}` })
  }

  /** Hangs up. */
  async hangUp(id: string): Promise<void> {
    await this.ask('DELETE', `/channels/${id}`)
  }

  /** Wants events when the far end begins and ends to talk. */
  async detectTalking(id: string): Promise<void> {
    await this.ask('POST', `/channels/${id}/variable`, { variable: 'TALK_DETECT(set)', value: '500,256' })
  }

  /** The n-th event of a type about a channel. */
  async nth(id: string, type: string, n: number): Promise<AriEvent | undefined> {
    const matching = () => this.events.all.filter((event) => event.type === type && concerns(event, id))
    await this.find(() => matching().length >= n)
    return matching()[n - 1]
  }

  /** The first event of one of the types about a channel. */
  first(id: string, ...types: string[]): Promise<AriEvent | undefined> {
    return this.find((event) => types.includes(event.type) && concerns(event, id))
  }

  /** The first event of all that satisfies the condition. */
  find(condition: (event: AriEvent) => boolean): Promise<AriEvent | undefined> {
    return this.events.find(condition, 0, this.#signal())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.events[Symbol.asyncDispose]()
  }
}

/** Events of a playback name the channel in its target only. */
function concerns(event: AriEvent, id: string): boolean {
  return event.channel?.id === id || JSON.stringify(event.playback ?? {}).includes(`channel:${id}`)
}
