import type { HeardSound } from './call-record.ts'
import type { Channel } from './channel.ts'
import type { LiveRecording } from './recording.ts'
import { type Act, type CallerScript, keyEveryMs, patienceMs } from './script.ts'
import { tellOfChannel } from './telling.ts'
import type { Due } from './timeline.ts'
import type { World } from './world.ts'

/** Something being said now. */
interface Speech {
  readonly text: string
  readonly index: number
  readonly startedMs: number
  readonly lastsMs: number
}

/** How long a key is held. */
const keyMs = 220

/** How a far party is gone; given by whoever knows how calls end. */
export interface Departure {
  /** With a BYE. */
  leave(cause: number): void
  /** Without a word. */
  vanish(): void
}

/** Whoever is at the other end of a channel, from the moment the line is open: does what the script says. */
export class FarParty {
  readonly #world: World
  readonly #channel: Channel
  readonly #script: CallerScript
  readonly #departure: Departure
  #next = 0
  #due: Due | undefined
  #sounds = 0
  #heardSince = false
  #speech: Speech | undefined
  #present = true
  #heard: HeardSound | undefined

  constructor(world: World, channel: Channel, script: CallerScript, departure: Departure) {
    this.#world = world
    this.#channel = channel
    this.#script = script
    this.#departure = departure
  }

  /** What they are saying now. */
  get speaking(): Speech | undefined {
    return this.#speech
  }

  /** Packets come from there, be they silent ones. */
  get sendsSound(): boolean {
    return this.#present && this.#script.sound !== 'none'
  }

  /** The line is open: the first act can begin. */
  open(): void {
    this.#expect()
  }

  /** A sound of ours, or the voice of whoever shares a bridge with them, begins or ends. */
  hears(media: string, begins: boolean, whole = false): void {
    const { nowMs } = this.#world.timeline
    if (begins) {
      this.#heard = { media, startedMs: nowMs }
      this.#channel.record.heard.push(this.#heard)
    } else if (this.#heard !== undefined) {
      this.#heard.endedMs = nowMs
      this.#heard.whole = whole
      this.#heard = undefined
    } else return
    if (media.startsWith('sound:silence/')) return
    this.#sounds = begins ? this.#sounds + 1 : Math.max(0, this.#sounds - 1)
    if (begins) this.#heardSince = true
    const act = this.#script.acts[this.#next]
    if (act === undefined || act.when === 'at_once') return
    if (act.when === 'over_prompt') {
      if (begins && this.#due === undefined) this.#in(act.afterMs)
      return
    }
    this.#world.timeline.cancel(this.#due)
    this.#due = undefined
    if (this.#sounds === 0 && this.#heardSince) this.#in(patienceMs + act.afterMs)
  }

  /** The call is over for them, too. */
  close(): void {
    this.#present = false
    this.#world.timeline.cancel(this.#due)
    if (this.#heard !== undefined) this.#heard.endedMs = this.#world.timeline.nowMs
    this.#hush()
  }

  #expect(): void {
    const act = this.#script.acts[this.#next]
    this.#due = undefined
    if (act === undefined) return
    this.#heardSince = this.#sounds > 0
    if (act.when === 'at_once' || (act.when === 'over_prompt' && this.#sounds > 0)) this.#in(act.afterMs)
  }

  #in(ms: number): void {
    this.#due = this.#world.timeline.after(ms, () => this.#act())
  }

  #act(): void {
    const act = this.#script.acts[this.#next++]
    if (act === undefined) return
    switch (act.kind) {
      case 'says':
        this.#say(act)
        break
      case 'presses':
        this.#press(act.keys, 0)
        break
      case 'leaves':
        this.#departure.leave(act.cause)
        break
      case 'vanishes':
        this.vanish()
    }
  }

  /** Is gone without a word. */
  vanish(): void {
    this.#world.faults.note('vanished_peer')
    this.close()
    this.#departure.vanish()
  }

  #say(act: Extract<Act, { kind: 'says' }>): void {
    const { phrases, timeline } = this.#world
    const speech = {
      text: act.text,
      index: phrases.numberOf(act.text),
      startedMs: timeline.nowMs,
      lastsMs: act.lastsMs,
    }
    this.#speech = speech
    this.#channel.record.said.push({ text: act.text, startedMs: speech.startedMs, lastsMs: act.lastsMs })
    for (const recording of this.#recordings()) recording.speechBegins(speech.index, speech.startedMs, speech.lastsMs)
    this.#others((party) => party.hears('speech', true))
    if (this.#talkSilenceMs !== undefined) tellOfChannel(this.#world, this.#channel, 'ChannelTalkingStarted')
    this.#due = timeline.after(act.lastsMs, () => {
      this.#hush()
      this.#expect()
    })
  }

  #hush(): void {
    const speech = this.#speech
    if (speech === undefined) return
    const { index } = speech
    this.#speech = undefined
    this.#fallSilent(speech.startedMs)
    for (const recording of this.#recordings()) recording.speechEnds(index)
    this.#others((party) => party.hears('speech', false, true))
  }

  /** After how much silence talk counts as finished, where the channel listens for it (`TALK_DETECT`). */
  get #talkSilenceMs(): number | undefined {
    const set = this.#channel.variables.get('TALK_DETECT(set)')
    return set === undefined ? undefined : Number(set.split(',')[0] || 2_500)
  }

  #fallSilent(startedMs: number): void {
    const silenceMs = this.#talkSilenceMs
    if (silenceMs === undefined) return
    const { timeline } = this.#world
    timeline.after(silenceMs, () => {
      if (this.#channel.ending) return
      tellOfChannel(this.#world, this.#channel, 'ChannelTalkingFinished', { duration: timeline.nowMs - startedMs })
    })
  }

  #press(keys: string, at: number): void {
    const key = keys[at]
    if (key === undefined) {
      this.#expect()
      return
    }
    this.#due = this.#world.timeline.after(keyMs, () => {
      this.#channel.record.pressed.push({ key, atMs: this.#world.timeline.nowMs })
      tellOfChannel(this.#world, this.#channel, 'ChannelDtmfReceived', { digit: key, duration_ms: keyMs })
      this.#due = this.#world.timeline.after(keyEveryMs - keyMs, () => this.#press(keys, at + 1))
    })
  }

  #recordings(): readonly LiveRecording[] {
    const { running, bridge } = this.#channel
    const own = running?.kind === 'record' ? [running as LiveRecording] : []
    return bridge === undefined ? own : [...own, ...bridge.recordings]
  }

  #others(tell: (party: FarParty) => void): void {
    for (const other of this.#channel.bridge?.channels.values() ?? []) {
      if (other !== this.#channel && other.party !== undefined) tell(other.party)
    }
  }
}
