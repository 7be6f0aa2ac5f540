import type { Clock } from '../kernel/clock.ts'
import type { Facts } from '../scenario/expression/facts.ts'
import type { Plan, StepPlace } from '../scenario/plan.ts'
import type { Classifier, Desk, Ear, Keypad, Unavailable, Voice } from './ports.ts'
import type { Story } from './story.ts'
import type { Verdict } from './verdict.ts'

/** All that a flow on one call works with. */
export interface FlowContext {
  readonly plan: Plan
  /** What conditions and templates may read: the contact's fields, the call, the slots. */
  readonly facts: Facts
  readonly voice: Voice
  readonly ear: Ear
  readonly keypad: Keypad
  readonly desk: Desk
  /** Absent: the rules decide alone. */
  readonly classifier?: Classifier | undefined
  /** From the end of an utterance to its intent: cleaning, recogniser and model together. */
  readonly thinkBudgetMs: number
  readonly clock: Clock
  readonly verdict: Verdict
  readonly story: Story
  /** Told of an outside service's failure, so that the dialer can stop before the next call meets it. */
  readonly onUnavailable: (service: string, because: Unavailable) => void
  /** Told of each step as it begins. */
  readonly onStep?: (place: StepPlace) => void
  /** Time spent in conversation with operators so far; it does not count as scripted. */
  conversationMs: number
  /** A key that interrupted a prompt and is still to be answered. */
  pendingKey: string | undefined
}
