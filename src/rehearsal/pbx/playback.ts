import type { Bridge } from './bridge.ts'
import type { Channel, Command } from './channel.ts'
import { advance } from './command-queue.ts'
import { tellOfMedia } from './telling.ts'
import type { Due } from './timeline.ts'
import type { World } from './world.ts'

/** Where a playback stands, in Asterisk's words. */
export type PlaybackState = 'queued' | 'playing' | 'continuing' | 'paused' | 'done' | 'failed'

/** What a client may do to a playback besides stopping it. */
export type PlaybackControl = 'restart' | 'pause' | 'unpause' | 'reverse' | 'forward'

/** How long after its last sound a playback is said to have finished. */
const tailMs = 6
/** How far `reverse` and `forward` go. */
const skipMs = 3_000
/** How late a late PlaybackFinished comes. */
const lateMs = 1_500

const schemes = /^(sound|recording|number|digits|characters|tone):/

/** Sounds ordered together, heard by one channel or by all in a bridge. */
export class Playback implements Command {
  readonly kind = 'play'
  readonly id: string
  readonly media: readonly string[]
  readonly target: Channel | Bridge
  /** Another of the same id, which is reached by it once this one is over. */
  twin: Playback | undefined
  readonly #world: World
  #state: PlaybackState = 'queued'
  #at = 0
  #due: Due | undefined
  #startedMs = 0
  #doneMs = 0
  #canceled = false

  constructor(world: World, id: string, media: readonly string[], target: Channel | Bridge) {
    this.#world = world
    this.id = id
    this.media = media
    this.target = target
  }

  get state(): PlaybackState {
    return this.#state
  }

  /** As Asterisk shows it. */
  shown(state: PlaybackState = this.#state): Readonly<Record<string, unknown>> {
    const next = this.media[this.#at + 1]
    return {
      id: this.id,
      media_uri: this.media[this.#at],
      ...(next === undefined ? {} : { next_media_uri: next }),
      target_uri: `${'queue' in this.target ? 'channel' : 'bridge'}:${this.target.id}`,
      language: 'en',
      state,
    }
  }

  start(): void {
    if (this.#canceled) {
      this.#over()
      return
    }
    const onItsWay = 'queue' in this.target && this.target.leavingUntilMs > this.#world.timeline.nowMs
    if (onItsWay && this.#world.faults.strikes('sound_lost_between_bridges')) {
      this.#neverEnd() // it is heard by nobody, and no event will tell of it
      return
    }
    this.#item(0)
  }

  abandon(): void {
    if (this.#state === 'queued') this.#become('playing', 'PlaybackStarted')
    this.#finish('failed')
  }

  /** Ends it as a client's DELETE does. */
  stop(): void {
    if (this.#state === 'queued') this.#canceled = true
    else this.#finish('done')
  }

  control(operation: PlaybackControl): void {
    const { nowMs } = this.#world.timeline
    if (operation === 'pause') {
      if (this.#state === 'paused') return
      this.#pass()
      this.#state = 'paused'
      return
    }
    if (operation === 'unpause') {
      if (this.#state !== 'paused') return
      this.#startedMs = nowMs
      this.#become('playing', 'PlaybackStarted')
      this.#wait()
      return
    }
    this.#pass()
    const change = { restart: -this.#doneMs, reverse: -skipMs, forward: skipMs }[operation]
    this.#doneMs = Math.max(0, this.#doneMs + change)
    this.#wait()
  }

  #item(at: number): void {
    this.#at = at
    this.#doneMs = 0
    this.#startedMs = this.#world.timeline.nowMs
    this.#become('playing', 'PlaybackStarted')
    const uri = this.media[at] ?? ''
    if (!schemes.test(uri)) {
      this.#neverEnd() // Asterisk says that it has begun, and then nothing more
      return
    }
    if (this.#world.sounds(uri) === undefined) this.#finish('failed')
    else {
      this.#hear(true)
      this.#wait()
    }
  }

  #wait(): void {
    const wholeMs = this.#world.sounds(this.media[this.#at] ?? '') ?? 0
    if (wholeMs === Number.POSITIVE_INFINITY) return
    this.#due = this.#world.timeline.after(Math.max(0, wholeMs - this.#doneMs) + tailMs, () => this.#itemOver())
  }

  #pass(): void {
    const { timeline } = this.#world
    timeline.cancel(this.#due)
    if (this.#state === 'playing') this.#doneMs += timeline.nowMs - this.#startedMs
    this.#startedMs = timeline.nowMs
  }

  #itemOver(): void {
    this.#hear(false, true)
    if (this.#at + 1 >= this.media.length) {
      this.#finish('done')
      return
    }
    this.#become('continuing', 'PlaybackContinuing')
    this.#item(this.#at + 1)
  }

  #become(state: PlaybackState, type: string): void {
    this.#state = state
    tellOfMedia(this.#world, this.target, type, () => ({ playback: this.shown(state) }))
  }

  #finish(state: 'done' | 'failed'): void {
    if (this.#state === 'done' || this.#state === 'failed') return
    this.#world.timeline.cancel(this.#due)
    this.#hear(false)
    this.#tellFinished(state)
    this.#over()
  }

  #tellFinished(state: 'done' | 'failed'): void {
    const { faults, timeline } = this.#world
    if (faults.strikes('lost_playback_finished')) this.#state = state
    else if (state === 'done' && faults.strikes('late_playback_finished')) {
      this.#state = state
      const shown = this.shown()
      timeline.after(lateMs, () =>
        tellOfMedia(this.#world, this.target, 'PlaybackFinished', () => ({ playback: shown })),
      )
    } else this.#become(state, 'PlaybackFinished')
  }

  #over(): void {
    const { playbacks } = this.#world
    if (playbacks.get(this.id) === this) {
      playbacks.delete(this.id)
      if (this.twin !== undefined) playbacks.set(this.id, this.twin)
    }
    if (!('queue' in this.target)) this.target.playbacks.delete(this)
    this.#release()
  }

  #neverEnd(): void {
    if ('queue' in this.target) this.target.endless.push(this.id)
    this.#release()
  }

  #release(): void {
    if ('queue' in this.target && this.target.running === this) {
      this.target.running = undefined
      advance(this.target)
    }
  }

  #hear(begins: boolean, whole = false): void {
    const listeners = 'queue' in this.target ? [this.target] : [...this.target.channels.values()]
    for (const channel of listeners) channel.party?.hears(this.media[this.#at] ?? '', begins, whole)
  }
}
