import type { FakeRequest } from './fake-asterisk.ts'

/** An answer to a request. */
export interface Reply {
  readonly status: number
  readonly body?: unknown
}

/** A channel as the stand-in keeps it. */
export interface FakeChannel {
  readonly id: string
  readonly name: string
  state: string
  readonly dialplan: Readonly<Record<string, unknown>>
  readonly caller: { readonly name: string; readonly number: string }
}

const done: Reply = { status: 204 }
const missing = (what: string): Reply => ({ status: 404, body: { message: `${what} not found` } })

/** What the stand-in knows, and how it usually behaves. */
export class FakeState {
  readonly channels = new Map<string, FakeChannel>()
  readonly bridges = new Map<string, Set<string>>()
  readonly playbacks = new Set<string>()
  readonly recordings = new Set<string>()
  readonly files = new Map<string, Uint8Array>()
  readonly variables = new Map<string, string>()
  version = '22.10.1'
  bootedAt = '2026-01-05T08:00:00.000+0000'
  readonly #app: string
  readonly #emit: (event: Readonly<Record<string, unknown>>) => void

  constructor(app: string, emit: (event: Readonly<Record<string, unknown>>) => void) {
    this.#app = app
    this.#emit = emit
  }

  /** Puts a channel into our application, as the dialplan would or as create does. */
  enter(
    id: string,
    options: {
      readonly state?: string
      readonly name?: string
      readonly number?: string
      readonly exten?: string
    } = {},
  ): FakeChannel {
    const channel = {
      id,
      name: options.name ?? `PJSIP/trunk-${id.slice(-4)}`,
      state: options.state ?? 'Down',
      dialplan: { exten: options.exten ?? 's', app_name: 'Stasis', app_data: this.#app },
      caller: { name: '', number: options.number ?? '' },
    }
    this.channels.set(id, channel)
    this.#emit({ type: 'StasisStart', args: [], channel })
    return channel
  }

  /** Changes a channel's state. */
  turn(id: string, state: string): void {
    const channel = this.channels.get(id)
    if (channel === undefined) return
    channel.state = state
    this.#emit({ type: 'ChannelStateChange', channel })
    if (state === 'Ringing' || state === 'Up')
      this.#emit({ type: 'Dial', dialstatus: state === 'Up' ? 'ANSWER' : 'RINGING', peer: channel })
  }

  /** The far end hangs up. */
  leave(id: string, cause: number, techCause?: number): void {
    const channel = this.channels.get(id)
    if (channel === undefined) return
    this.channels.delete(id)
    const why = { cause, ...(techCause === undefined ? {} : { tech_cause: techCause }) }
    this.#emit({ type: 'ChannelHangupRequest', ...why, channel })
    this.#endMedia(id)
    this.#emit({ type: 'StasisEnd', channel })
    this.#emit({ type: 'ChannelDestroyed', ...why, channel })
  }

  /** A playback ends. */
  finishPlayback(id: string, channelId: string, state: 'done' | 'failed' = 'done'): void {
    this.playbacks.delete(id)
    this.#emit({ type: 'PlaybackFinished', playback: { id, state, target_uri: `channel:${channelId}` } })
  }

  /** A recording ends, with its file. */
  finishRecording(name: string, channelId: string): void {
    this.recordings.delete(name)
    this.files.set(name, new TextEncoder().encode(`RIFF ${name}`))
    this.#emit({ type: 'RecordingFinished', recording: { name, state: 'done', target_uri: `channel:${channelId}` } })
  }

  /** What is done with a request nobody scripted. */
  usual({ operation, parameters, body }: FakeRequest, heard: boolean): Reply {
    const p = (name: string): string => parameters[name] ?? ''
    const channelId = p('channelId')
    switch (operation) {
      case 'asterisk.getInfo':
        return { status: 200, body: { system: { version: this.version }, status: { startup_time: this.bootedAt } } }
      case 'applications.get':
        return heard || this.channels.size > 0 ? { status: 200, body: { name: this.#app } } : missing('Application')
      case 'applications.filter':
      case 'applications.subscribe':
        return { status: 200, body: { name: this.#app } }
      case 'events.userEvent': {
        const { variables } = (body ?? {}) as { variables?: Readonly<Record<string, string>> }
        this.#emit({ type: 'ChannelUserevent', eventname: p('eventName'), userevent: { ...variables } })
        return done
      }
      case 'asterisk.getGlobalVar': {
        const value = this.variables.get(p('variable'))
        return value === undefined ? missing('Variable') : { status: 200, body: { value } }
      }
      case 'asterisk.setGlobalVar':
        this.variables.set(p('variable'), p('value'))
        return done
      case 'channels.list':
        return { status: 200, body: [...this.channels.values()] }
      case 'channels.create':
        if (this.channels.has(channelId))
          return { status: 409, body: { message: 'Channel with given unique ID already exists' } }
        return { status: 200, body: this.enter(channelId) }
      case 'bridges.list':
        return {
          status: 200,
          body: [...this.bridges].map(([id, members]) => ({ id, creator: 'Stasis', channels: [...members] })),
        }
      case 'bridges.createWithId':
        this.bridges.set(p('bridgeId'), new Set())
        return { status: 200, body: { id: p('bridgeId') } }
      case 'bridges.addChannel':
        for (const id of p('channel').split(',')) this.bridges.get(p('bridgeId'))?.add(id)
        return done
      case 'bridges.removeChannel':
        return this.bridges.get(p('bridgeId'))?.delete(p('channel'))
          ? done
          : { status: 422, body: { message: 'Channel not in this bridge' } }
      case 'bridges.destroy':
        return this.bridges.delete(p('bridgeId')) ? done : missing('Bridge')
      case 'playbacks.get':
        return this.playbacks.has(p('playbackId'))
          ? { status: 200, body: { id: p('playbackId') } }
          : missing('Playback')
      case 'playbacks.stop':
        if (!this.playbacks.has(p('playbackId'))) return missing('Playback')
        this.finishPlayback(p('playbackId'), [...this.channels.keys()][0] ?? '')
        return done
      case 'recordings.getLive':
        return this.recordings.has(p('recordingName')) ? { status: 200, body: {} } : missing('Recording')
      case 'recordings.stop':
        if (!this.recordings.has(p('recordingName'))) return missing('Recording')
        this.finishRecording(p('recordingName'), [...this.channels.keys()][0] ?? '')
        return done
      case 'recordings.getStoredFile': {
        const file = this.files.get(p('recordingName'))
        return file === undefined ? missing('Recording') : { status: 200, body: file }
      }
      default:
        return this.#withChannel(operation, channelId, parameters)
    }
  }

  #withChannel(operation: string, channelId: string, parameters: Readonly<Record<string, string>>): Reply {
    const channel = this.channels.get(channelId)
    if (channel === undefined) return missing('Channel')
    switch (operation) {
      case 'channels.get':
        return { status: 200, body: channel }
      case 'channels.hangup': {
        this.channels.delete(channelId)
        const cause = { busy: 17, no_answer: 19, congestion: 34 }[parameters['reason'] ?? ''] ?? 16
        this.#emit({ type: 'ChannelHangupRequest', soft: true, cause: 32, channel })
        this.#endMedia(channelId)
        this.#emit({ type: 'StasisEnd', channel })
        this.#emit({ type: 'ChannelDestroyed', cause, channel })
        return done
      }
      case 'channels.answer':
        this.turn(channelId, 'Up')
        return done
      case 'channels.playWithId':
        this.playbacks.add(parameters['playbackId'] ?? '')
        return { status: 201, body: { id: parameters['playbackId'] } }
      case 'channels.record':
        this.recordings.add(parameters['name'] ?? '')
        return { status: 201, body: { name: parameters['name'] } }
      case 'channels.getChannelVar':
        return { status: 500, body: { message: 'Unable to read provided function' } }
      default:
        return done
    }
  }

  #endMedia(channelId: string): void {
    for (const id of this.playbacks) this.finishPlayback(id, channelId, 'failed')
    for (const name of this.recordings) this.finishRecording(name, channelId)
  }
}
