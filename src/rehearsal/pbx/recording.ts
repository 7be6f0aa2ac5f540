import type { Bridge } from './bridge.ts'
import type { Channel, Command } from './channel.ts'
import { advance } from './command-queue.ts'
import { tellOfMedia } from './telling.ts'
import type { Due } from './timeline.ts'
import { recordingWav } from './utterance.ts'
import type { World } from './world.ts'

/** What a recording was ordered to be; 0 is no limit. */
export interface RecordingOrder {
  readonly name: string
  readonly format: string
  readonly maxDurationMs: number
  readonly maxSilenceMs: number
}

/** What Asterisk leaves of the silence that ended a recording. */
const keptSilenceMs = 200
/** How much later than its limits a recording ends: it counts frames, and whole seconds. */
const silenceLagMs = 40
const durationLagMs = 500

interface Piece {
  readonly index: number
  readonly startMs: number
  lastsMs: number
}

/** A recording of one channel, or of a bridge. */
export class LiveRecording implements Command {
  readonly kind = 'record'
  readonly order: RecordingOrder
  readonly target: Channel | Bridge
  readonly #world: World
  readonly #pieces: Piece[] = []
  #state: 'queued' | 'recording' | 'done' | 'failed' = 'queued'
  #startedMs = 0
  #silence: Due | undefined
  #limit: Due | undefined
  #speaking = 0

  constructor(world: World, order: RecordingOrder, target: Channel | Bridge) {
    this.#world = world
    this.order = order
    this.target = target
  }

  /** It has begun, so its file exists. */
  get begun(): boolean {
    return this.#state !== 'queued'
  }

  shown(extra: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
    return {
      name: this.order.name,
      format: this.order.format,
      state: this.#state,
      target_uri: `${'queue' in this.target ? 'channel' : 'bridge'}:${this.target.id}`,
      ...extra,
    }
  }

  start(): void {
    const { faults, timeline } = this.#world
    const bridged = 'queue' in this.target && (this.target.bridge !== undefined || this.target.inDialBridge)
    if (bridged || faults.strikes('recording_fails')) {
      this.#fail(bridged ? 'Cannot record channel while in bridge' : 'Failed to write to the file')
      return
    }
    this.#state = 'recording'
    this.#startedMs = timeline.nowMs
    this.#tell('RecordingStarted')
    for (const channel of this.#sources()) {
      const current = channel.party?.speaking
      if (current !== undefined) this.speechBegins(current.index, current.startedMs, current.lastsMs)
    }
    this.#awaitSilence()
    if (this.order.maxDurationMs > 0) {
      this.#limit = timeline.after(this.order.maxDurationMs + durationLagMs, () => this.#end('limit'))
    }
  }

  abandon(): void {
    if (this.#state === 'queued') this.#fail('the channel is gone')
    else this.#end('gone')
  }

  /** Ends it, keeping its file. */
  stop(): void {
    if (this.#state === 'queued') this.#fail('it was stopped before it began')
    else this.#end('stopped')
  }

  /** Ends it; the file goes, though the event says that it finished. */
  discard(): void {
    this.stop()
    this.#world.stored.delete(this.order.name)
  }

  /** Somebody who is recorded begins to speak. */
  speechBegins(index: number, startedMs: number, lastsMs: number): void {
    if (this.#state !== 'recording') return
    this.#speaking++
    this.#pieces.push({ index, startMs: startedMs - this.#startedMs, lastsMs })
    this.#world.timeline.cancel(this.#silence)
  }

  /** Falls silent, perhaps earlier than they meant to. */
  speechEnds(index: number): void {
    if (this.#state !== 'recording') return
    this.#speaking = Math.max(0, this.#speaking - 1)
    const piece = this.#pieces.findLast((each) => each.index === index)
    const heardMs = this.#world.timeline.nowMs - this.#startedMs - (piece?.startMs ?? 0)
    if (piece !== undefined) piece.lastsMs = Math.min(piece.lastsMs, heardMs)
    this.#awaitSilence()
  }

  #sources(): readonly Channel[] {
    return 'queue' in this.target ? [this.target] : [...this.target.channels.values()]
  }

  #awaitSilence(): void {
    const { timeline } = this.#world
    timeline.cancel(this.#silence)
    if (this.order.maxSilenceMs === 0 || this.#speaking > 0) return
    // Silence is measured in frames: a far end that sends none is never silent.
    if (!this.#sources().some((channel) => channel.party?.sendsSound !== false)) return
    this.#silence = timeline.after(this.order.maxSilenceMs + silenceLagMs, () => this.#end('silence'))
  }

  #end(why: 'silence' | 'limit' | 'stopped' | 'gone'): void {
    if (this.#state !== 'recording') return
    const { timeline, stored } = this.#world
    const elapsedMs = timeline.nowMs - this.#startedMs
    const cutMs = why === 'silence' ? this.order.maxSilenceMs + silenceLagMs - keptSilenceMs : 0
    // A far end that sends nothing leaves an empty file.
    const silent = this.#sources().every((channel) => channel.party === undefined)
    const lengthMs = silent && 'queue' in this.target ? 0 : Math.max(0, elapsedMs - cutMs)
    const pieces = this.#pieces
    stored.set(this.order.name, () => recordingWav(lengthMs, pieces))
    this.#state = 'done'
    const duration = why === 'silence' ? Math.max(1, Math.round(lengthMs / 1_000)) : Math.floor(lengthMs / 1_000)
    const talking = why === 'silence' ? Math.max(1, duration - 1) : duration
    const measured = this.order.maxSilenceMs > 0
    this.#over('RecordingFinished', {
      duration,
      ...(measured ? { talking_duration: talking, silence_duration: duration - talking } : {}),
    })
  }

  #fail(cause: string): void {
    this.#state = 'failed'
    this.#over('RecordingFailed', { cause })
  }

  #over(type: string, extra: Readonly<Record<string, unknown>>): void {
    const { live, timeline } = this.#world
    timeline.cancel(this.#silence)
    timeline.cancel(this.#limit)
    if (live.get(this.order.name) === this) live.delete(this.order.name)
    this.#tell(type, extra)
    if (!('queue' in this.target)) this.target.recordings.delete(this)
    else if (this.target.running === this) {
      this.target.running = undefined
      advance(this.target)
    }
  }

  #tell(type: string, extra: Readonly<Record<string, unknown>> = {}): void {
    tellOfMedia(this.#world, this.target, type, () => ({ recording: this.shown(extra) }))
  }
}
