import type { Steps } from '../scenario/plan.ts'

/** Where the flow goes after a step. */
export type Next =
  | { readonly kind: 'on' }
  | { readonly kind: 'goto'; readonly block: string }
  /** Back to the question that led here, said as `prompts` where given. */
  | { readonly kind: 'again'; readonly prompts?: readonly string[] }
  | { readonly kind: 'end' }

/** Runs nested steps; handed to the verbs that have events. */
export type RunSteps = (steps: Steps, signal: AbortSignal) => Promise<Next>

/** The next step, or whatever stands behind the list. */
export const goOn: Next = { kind: 'on' }
/** The flow is over: hang up. */
export const end: Next = { kind: 'end' }
