import type { Reason } from '../domain/disposition.ts'
import type { Line } from '../domain/line.ts'
import type { Log } from '../kernel/log.ts'
import { aborted, race } from '../kernel/scope.ts'
import type { Plan } from '../scenario/plan.ts'
import { voiceOn } from './caller.ts'
import type { ScriptPorts } from './conduct.ts'
import { HungUp, type Leg, type Lines } from './ports.ts'

/** A caller before their line has room. */
export interface Waiting {
  readonly leg: Leg
  readonly line: Line
  readonly plan: Plan
}

export interface QueuePorts {
  readonly lines: Lines
  readonly script: ScriptPorts
  /** What a caller hears while the line is full: the ringing tone, or hold music after an answer. */
  readonly queue: 'ring' | 'answer'
  /** While somebody holds the engine still, callers ring on; absent = nobody ever does. */
  readonly hold?: {
    readonly isHeld: boolean
    /** Resolves once it is held no more; rejects with the signal's reason. */
    whileHeld(signal: AbortSignal): Promise<void>
  }
}

/** What came of waiting: room to be served in, or the end of the call. */
export type Admission =
  | { readonly kind: 'admitted'; readonly room: Disposable }
  | { readonly kind: 'left' }
  /** The engine takes nobody any more: the caller was let go unanswered and rings on until the next one serves them. */
  | { readonly kind: 'goes_on' }
  /** It ended by no doing of the caller's. */
  | { readonly kind: 'failed'; readonly reason: Reason }

/** Waits for room on the line, then answers. Nobody is turned away; from `stop` on nobody is answered either. */
export async function waitInQueue(
  waiting: Waiting,
  ports: QueuePorts,
  log: Log,
  stop: AbortSignal,
  signal: AbortSignal,
): Promise<Admission> {
  const { leg } = waiting
  const isAnswered = ports.queue === 'answer' && !stop.aborted && ports.hold?.isHeld !== true
  const isLeft = ports.script.live !== undefined && !isAnswered
  const live = AbortSignal.any([signal, leg.gone, ...(isLeft ? [stop] : [])])
  using held = new DisposableStack()
  try {
    if (isAnswered) await leg.answer(live)
    else await leg.ring(AbortSignal.any([signal, leg.gone]))
    await ports.hold?.whileHeld(live)
    held.use(await roomFor(waiting, isAnswered, ports, live))
    if (!isAnswered) await leg.answer(AbortSignal.any([signal, leg.gone]))
    return { kind: 'admitted', room: held.move() }
  } catch (error) {
    if (leg.gone.aborted && error === leg.gone.reason) {
      return error instanceof HungUp && error.lost ? { kind: 'failed', reason: 'asterisk_lost' } : { kind: 'left' }
    }
    if (isLeft && stop.aborted && error === stop.reason) {
      log.info('inbound.left_ringing', 'the engine ends; the caller rings on until the next one answers')
      leg.release()
      return { kind: 'goes_on' }
    }
    if (signal.aborted && error === signal.reason) return { kind: 'failed', reason: 'shutting_down' }
    log.error('inbound.fault', 'a caller could not be answered', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return { kind: 'failed', reason: 'engine_fault' }
  }
}

async function roomFor(
  waiting: Waiting,
  withMusic: boolean,
  ports: QueuePorts,
  signal: AbortSignal,
): Promise<Disposable> {
  if (!withMusic) return await ports.lines.admit(waiting.line, signal)
  return await race<Disposable>(
    signal,
    (inner) => ports.lines.admit(waiting.line, inner),
    (inner) => holdMusic(waiting, ports, inner),
  )
}

/** Loops the scenario's `onhold` prompt; silence where it has none. Ends only by abort. */
async function holdMusic({ leg, plan }: Waiting, ports: QueuePorts, signal: AbortSignal): Promise<never> {
  const spoken = plan.prompts.get('onhold')?.spoken.get(plan.language.default)
  if (spoken?.kind === 'audio') {
    const voice = voiceOn(leg, ports.script.mediaOf(plan))
    while ((await voice.say([{ ...spoken, name: 'onhold' }], signal)).kind === 'said');
  }
  return await aborted(signal)
}
