import type { Outcome } from '../../domain/disposition.ts'
import { panelStatus } from '../../panel/status.ts'
import type { Span } from '../../scenario/problem.ts'
import { recordedOutcome } from '../../session/call-start.ts'
import type { Talk } from './talk.ts'

/** An end that is not the talk's. */
export interface WrongEnd {
  readonly at: Span
  readonly message: string
  readonly expected: string
}

/** How the end of a call differs from what the talk says; only what the talk says is compared. */
export function compareEnd(talk: Talk, outcome: Outcome): WrongEnd | undefined {
  const { ends } = talk
  const meant = ends.detail === undefined ? outcome.disposition === ends.disposition : outcome.detail === ends.detail
  if (!meant) {
    const message = `the call ends as ${endInWords(outcome)}, the talk as ${ends.word}`
    return { at: ends.at, message, expected: `ends: ${ends.word}` }
  }
  const { because, reported } = ends
  if (because !== undefined && because.value !== outcome.reason) {
    const actual = outcome.reason ?? 'no reason'
    const message = `the call ends as ${outcome.disposition} because of ${actual}, the talk because of ${because.value}`
    return { at: because.at, message, expected: `because: ${because.value}` }
  }
  const recorded = recordedOutcome(talk, outcome)
  const status = panelStatus(recorded.disposition, recorded.reason)
  if (reported === undefined || reported.value === status) return undefined
  const message = `the panel is told ${status}, the talk says ${reported.value}`
  return { at: reported.at, message, expected: `reported: ${reported.value}` }
}

/** How a call ended: `failed (operator_failed)`, `connected (ordered)`. */
export function endInWords({ disposition, detail, reason }: Outcome): string {
  const more = [detail, reason].filter((word) => word !== undefined)
  return more.length === 0 ? disposition : `${disposition} (${more.join(', ')})`
}
