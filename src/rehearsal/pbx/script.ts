/** What a number does when it is called, or a caller when they call us: the network first, then the person. */
export interface CallerScript {
  readonly network: NetworkAnswer
  /** What the person does once the line is open, one act after another; then they wait for ever. */
  readonly acts: readonly Act[]
  /** How the far end's sound comes: `none` sends no packets at all, so that silence is never measured. */
  readonly sound?: 'packets' | 'none'
}

/** What the network makes of an attempt to reach the number. */
export type NetworkAnswer =
  /** Rings unless told otherwise, and is answered after that time. */
  | { readonly kind: 'answers'; readonly afterMs: number; readonly rings?: boolean }
  /** Refused with a Q.850 cause, as the carrier puts it into a SIP status; rings first if told so. */
  | {
      readonly kind: 'refuses'
      readonly cause: number
      readonly afterMs: number
      readonly rings?: boolean
      /** An announcement before the refusal: SIP 183 and sound, no ringing. */
      readonly announces?: boolean
    }
  /** Refused with a SIP status and, for versions that look at it, a `Reason: Q.850` header. */
  | { readonly kind: 'refuses_sip'; readonly status: number; readonly reason?: number; readonly afterMs: number }
  | { readonly kind: 'rings_for_ever' }
  /** The network takes the call (SIP 100) and says no more of it. */
  | { readonly kind: 'says_nothing' }
  /** Nobody answers SIP at all: Timer B ends it after 32 s. */
  | { readonly kind: 'dead' }

/** From when an act's delay counts. */
export type Moment =
  /** The end of the act before; for the first, the answer. */
  | 'at_once'
  /** We have spoken since, and have then been silent for {@link patienceMs}. */
  | 'after_prompt'
  /** A prompt of ours has begun to be heard since. */
  | 'over_prompt'

/** One thing a person does. */
export type Act =
  | {
      readonly kind: 'says'
      readonly text: string
      readonly lastsMs: number
      readonly when: Moment
      readonly afterMs: number
    }
  | { readonly kind: 'presses'; readonly keys: string; readonly when: Moment; readonly afterMs: number }
  | { readonly kind: 'leaves'; readonly cause: number; readonly when: Moment; readonly afterMs: number }
  /** Goes without a word: no BYE comes, and no more packets. */
  | { readonly kind: 'vanishes'; readonly when: Moment; readonly afterMs: number }

/** The silence after which a patient person takes it that we have finished; a pause between two prompts is shorter. */
export const patienceMs = 900

/** Milliseconds from one key to the next. */
export const keyEveryMs = 410

/** A person who answers after some seconds of ringing and then does this. */
export function answers(afterMs: number, ...acts: readonly Act[]): CallerScript {
  return { network: { kind: 'answers', afterMs, rings: afterMs > 0 }, acts }
}

/** Says something once we have finished speaking; 300 ms for a syllable is a fair measure of how long it lasts. */
export function says(text: string, options: Partial<Omit<Extract<Act, { kind: 'says' }>, 'kind' | 'text'>> = {}): Act {
  const lastsMs = Math.max(500, text.length * 70)
  return { kind: 'says', text, lastsMs, when: 'after_prompt', afterMs: 0, ...options }
}

/** Presses keys once we have finished speaking. */
export function presses(keys: string, when: Moment = 'after_prompt', afterMs = 0): Act {
  return { kind: 'presses', keys, when, afterMs }
}

/** Hangs up so long after the act before. */
export function leaves(afterMs: number, when: Moment = 'at_once', cause = 16): Act {
  return { kind: 'leaves', cause, when, afterMs }
}
