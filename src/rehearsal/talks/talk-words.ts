import { formatDuration } from '../../kernel/duration.ts'
import type { TalkStep } from './talk.ts'

/** A step of a talk as a line of the account of a call. */
export function inWords(step: TalkStep): string {
  switch (step.kind) {
    case 'hears':
      return `hears ${step.prompts.map(({ value }) => value).join(', ')}`
    case 'says':
      return `says «${step.text}»${step.recogniser === undefined ? '' : ` (recogniser: ${step.recogniser})`}`
    case 'presses':
      return `presses ${step.key}${during(step.during)}`
    case 'silence':
      return 'silence'
    case 'hangs_up':
      return `hangs up${during(step.during)}${after(step.afterMs)}`
    case 'operator':
      return `operator: ${step.word}${after(step.afterMs)}`
    default:
      return step satisfies never
  }
}

function during(prompt: string | undefined): string {
  return prompt === undefined ? '' : ` during ${prompt}`
}

function after(ms: number | undefined): string {
  return ms === undefined ? '' : ` after ${formatDuration(ms)}`
}
