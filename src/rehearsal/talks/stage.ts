import type { Turn } from '../../domain/record.ts'
import type {
  Classified,
  Classifier,
  Desk,
  Ear,
  Heard,
  ListenLimits,
  Said,
  Transferred,
  Utterable,
  Voice,
} from '../../flow/ports.ts'
import { unreachable } from '../../kernel/assert.ts'
import { Mailbox } from '../../kernel/mailbox.ts'
import type { TestClock } from '../../kernel/test-clock.ts'
import type { Happenings } from './happenings.ts'
import type { Journey } from './journey.ts'
import type { Expected, Script } from './script.ts'
import type { ModelAnswer, OperatorStep, OperatorWord, SaysStep, World } from './talk.ts'
import { inWords } from './talk-words.ts'
import type { leavings } from './ways.ts'

/** How long things take on a rehearsed call, milliseconds. */
const took = {
  prompt: 3_000,
  cut: 1_000,
  reaction: 500,
  utterance: 2_000,
  recognising: 800,
  ring: 8_000,
  noAnswer: 25_000,
  talk: 60_000,
}

/** The caller left: the abort reason of a rehearsed call. */
export class CallerLeft extends Error {
  override readonly name = 'CallerLeft'
}

/** The call and the talk went different ways: the abort reason of a rehearsed call. */
export class WentAnotherWay extends Error {
  override readonly name = 'WentAnotherWay'
}

/** What a stage plays with. */
export interface StageParts {
  readonly script: Script
  readonly world: World
  readonly clock: TestClock
  readonly journey: Journey
  readonly happenings: Happenings
}

/** The far end of a rehearsed call and the world around it: everything a flow needs, played by the talk. */
export class Stage {
  readonly voice: Voice = { say: (prompts, signal) => this.#say(prompts, signal) }
  readonly ear: Ear = { listen: (limits, onCaptured, signal) => this.#listen(limits, onCaptured, signal) }
  readonly desk: Desk = { connect: (order, signal) => this.#connect(order.hold?.name, signal) }
  readonly keypad = {
    next: async (signal: AbortSignal): Promise<string> => {
      const key = await this.#keys.take(signal)
      this.#parts.journey.keyed(key)
      return key
    },
  }
  readonly #parts: StageParts
  readonly #call = new AbortController()
  readonly #keys = new Mailbox<string>(100)
  /** A filler may or may not be written down: it plays only while we think. */
  #thinking = false
  #model: ModelAnswer | undefined
  #meant: SaysStep | undefined

  constructor(parts: StageParts) {
    this.#parts = parts
    this.#model = modelOf(parts.world)
  }

  /** Aborts when the caller leaves or the talk is not kept to. */
  get signal(): AbortSignal {
    return this.#call.signal
  }

  /** The model, as it is when the words just said are to be understood; absent = the rules decide alone. */
  get classifier(): Classifier | undefined {
    const answer = this.#model
    if (answer === undefined) return undefined
    return { name: 'llm', classify: (_question, signal) => this.#answer(answer, signal) }
  }

  /** A reply was understood; it is told, and compared with what the talk says it means. */
  understood({ intent, by }: Turn): void {
    const said = this.#meant
    this.#meant = undefined
    if (said === undefined) return
    this.#parts.happenings.amend(`${intent}${by === 'llm' ? ', says the model' : ''}`)
    if (said.means !== undefined && said.means.value !== intent)
      this.#wentAnotherWay({ at: said.means.at, words: `means ${said.means.value}` }, `understood as ${intent}`)
  }

  async #say(prompts: readonly Utterable[], signal: AbortSignal): Promise<Said> {
    const mayBeLeftOut = this.#thinking
    for (const { name } of prompts) {
      signal.throwIfAborted()
      if (this.#parts.world.missing.has(name)) {
        this.#parts.happenings.add(`(${name} cannot be played)`)
        return { kind: 'failed', because: `there is no sound ${name}` }
      }
      await this.#play(name, mayBeLeftOut, signal)
    }
    return { kind: 'said' }
  }

  async #play(name: string, mayBeLeftOut: boolean, signal: AbortSignal): Promise<void> {
    const { script, clock, happenings } = this.#parts
    const step = script.next
    if (script.prompt?.value === name) {
      happenings.heard(name)
      script.takePrompt()
    } else if (step !== undefined && 'during' in step && step.during === name) {
      script.take()
      happenings.add(inWords(step))
      await clock.sleep(took.cut, signal)
      if (step.kind === 'hangs_up') this.#leave('step')
      else this.#keys.put(step.key)
    } else if (!mayBeLeftOut) {
      this.#wentAnotherWay(script.expected, `hears ${name}`)
    }
    await clock.sleep(took.prompt, signal)
  }

  async #listen(limits: ListenLimits, onCaptured: () => void, signal: AbortSignal): Promise<Heard> {
    const { script, clock, happenings } = this.#parts
    const silence: Heard = { kind: 'silence', timing: { listenMs: limits.noInputMs, enhanceMs: 0, recogniseMs: 0 } }
    await clock.sleep(took.reaction, signal) // a key pressed before is read first
    for (let pressed = false; ; ) {
      const step = script.next
      if (step?.kind === 'presses' && step.during === undefined) {
        script.take()
        happenings.add(inWords(step))
        this.#keys.put(step.key)
        await clock.sleep(took.cut, signal) // a key that means something here ends this
        pressed = true
      } else if (step?.kind === 'says') {
        script.take()
        happenings.add(inWords(step))
        await clock.sleep(took.utterance, signal)
        return await this.#recognise(step, limits, onCaptured, signal)
      } else if (step?.kind === 'hangs_up' && step.during === undefined) {
        script.take()
        happenings.add(inWords(step))
        await clock.sleep(step.afterMs ?? took.cut, signal)
        return this.#leave('step')
      } else if (step?.kind === 'silence' || pressed) {
        if (step?.kind === 'silence') {
          script.take()
          happenings.add(inWords(step))
        }
        await clock.sleep(limits.noInputMs, signal)
        return silence
      } else this.#wentAnotherWay(script.expected, 'we listen to the caller')
    }
  }

  async #recognise(step: SaysStep, limits: ListenLimits, onCaptured: () => void, signal: AbortSignal): Promise<Heard> {
    const { clock, world } = this.#parts
    const timing = { listenMs: took.utterance, enhanceMs: 0, recogniseMs: took.recognising }
    const fault = step.recogniser ?? world.recogniser
    if (fault === 'no_recording') return { kind: 'recording_failed', because: 'nothing was recorded' }
    this.#thinking = true
    onCaptured()
    this.#thinking = false
    await clock.sleep(took.recognising, signal)
    const failed = { kind: 'unavailable', provider: 'recogniser' } as const
    switch (fault) {
      case undefined:
        this.#model = step.llm ?? modelOf(world)
        this.#meant = step
        return { kind: 'utterance', text: step.text, language: limits.language, timing }
      case 'empty':
        this.#meant = step
        return { kind: 'silence', timing }
      case 'quota':
        return { ...failed, because: 'quota' }
      case 'wrong_key':
        return { ...failed, because: 'auth' }
      case 'slow':
        return { ...failed, because: 'timeout' }
      case 'down':
        return { ...failed, because: 'transient' }
      default:
        return unreachable(fault)
    }
  }

  async #answer(answer: ModelAnswer, signal: AbortSignal): Promise<Classified> {
    await Promise.resolve()
    if (answer.kind === 'intent') return answer
    switch (answer.fault) {
      case 'quota':
        return { kind: 'unavailable', because: 'quota' }
      case 'wrong_key':
        return { kind: 'unavailable', because: 'auth' }
      case 'down':
        return { kind: 'unavailable', because: 'transient' }
      case 'slow':
        await this.#parts.clock.sleep(took.talk, signal)
        return { kind: 'unavailable', because: 'timeout' }
      default:
        return unreachable(answer.fault)
    }
  }

  async #connect(hold: string | undefined, signal: AbortSignal): Promise<Transferred> {
    const { script, clock, happenings, world } = this.#parts
    while (hold !== undefined && script.prompt?.value === hold) {
      happenings.heard(hold)
      script.takePrompt()
    }
    const step = script.next
    if (step?.kind === 'hangs_up' && (step.during === undefined || step.during === hold)) {
      script.take()
      happenings.add(inWords(step))
      await clock.sleep(step.afterMs ?? took.ring, signal)
      return this.#leave('ringing')
    }
    if (step?.kind === 'operator') {
      script.take()
      happenings.add(inWords(step))
      return await this.#ring(step.word, step, signal)
    }
    if (world.operator === undefined)
      this.#wentAnotherWay(script.expected, 'an operator is rung (what comes of it? "operator: answers", for example)')
    happenings.add(`operator: ${world.operator}`)
    return await this.#ring(world.operator, undefined, signal)
  }

  async #ring(word: OperatorWord, step: OperatorStep | undefined, signal: AbortSignal): Promise<Transferred> {
    const { clock } = this.#parts
    switch (word) {
      case 'none_free':
      case 'unavailable':
        return { kind: 'unavailable' }
      case 'busy':
      case 'no_answer':
        await clock.sleep(took.noAnswer, signal)
        return { kind: word }
      case 'failed':
        await clock.sleep(took.ring, signal)
        return { kind: word }
      case 'answers':
      case 'hangs_up':
        await clock.sleep(took.ring, signal)
        return {
          kind: 'answered',
          operator: { key: 'rehearsal', endpoint: 'rehearsal' },
          conversation: (inner) => this.#converse(word, step?.afterMs, inner),
        }
      default:
        return unreachable(word)
    }
  }

  /** They talk until the talk says who leaves; else the operator does, after a while. */
  async #converse(word: 'answers' | 'hangs_up', afterMs: number | undefined, signal: AbortSignal): Promise<void> {
    const { script, clock, happenings } = this.#parts
    const step = script.next
    const leaves = step?.kind === 'hangs_up' && step.during === undefined
    const parts = word === 'answers' && step?.kind === 'operator' && step.word === 'hangs_up'
    if (!leaves && !parts) return await clock.sleep(afterMs ?? took.talk, signal)
    script.take()
    happenings.add(inWords(step))
    await clock.sleep(step.afterMs ?? took.talk, signal)
    if (leaves) this.#leave('talking')
  }

  #leave(where: keyof typeof leavings): never {
    this.#parts.journey.left(where)
    this.#call.abort(new CallerLeft('the caller hung up'))
    throw this.#call.signal.reason
  }

  #wentAnotherWay(expected: Expected | undefined, actual: string): never {
    this.#parts.happenings.part(expected, actual)
    this.#call.abort(new WentAnotherWay('the talk is not kept to'))
    throw this.#call.signal.reason
  }
}

function modelOf(world: World): ModelAnswer | undefined {
  return world.llm === undefined ? undefined : { kind: 'fault', fault: world.llm }
}
