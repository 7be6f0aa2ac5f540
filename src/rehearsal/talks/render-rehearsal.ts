import type { Happening } from './happenings.ts'
import type { Coverage, TalkFailure } from './rehearse.ts'
import { done, type Way } from './ways.ts'

/**
 * A talk that was not kept to, for people: `file:line:column: message [talk]`, its name, and the account of the call
 * with the scenario's lines; `-` is what the talk has, `+` what happened.
 */
export function renderFailure(failure: TalkFailure): string {
  const { file, line, column, message, rule, talk, scenario, difference } = failure
  const { before, expected, actual } = difference
  return [
    `${file}:${line}:${column}: ${message} [${rule}]`,
    `  ${talk}`,
    ...before.map((one) => `    ${told(one, scenario)}`),
    `  - ${expected}  (${file}:${line})`,
    `  + ${told(actual, scenario)}`,
  ]
    .map(clean)
    .join('\n')
}

/** `sina: 14 talks, 31 of 31 paths`. */
export function renderCoverage({ plan, talks, ways, open }: Coverage): string {
  const count = talks === 0 ? 'no talks' : `${talks} ${talks === 1 ? 'talk' : 'talks'}`
  return `${plan.name}: ${count}, ${ways - open.length} of ${ways} paths`
}

/** `scenarios/sina/sina.yaml:78 outbound[0]: no_input`. */
export function renderWay({ path, line, what }: Way, { plan }: Coverage): string {
  return clean(`${plan.file}:${line} ${path}${what === done ? '' : `: ${what}`}`)
}

/** For programs: in the shape of a problem, with the talk's name in the message. */
export function failureAsProblem({ file, line, column, length, rule, message, source, talk }: TalkFailure): object {
  return { file, line, column, length, rule, message: `${talk}: ${message}`, source }
}

function told({ text, line }: Happening, scenario: string): string {
  return line === undefined ? text : `${text}  (${scenario}:${line})`
}

/** Control characters and overrides of the writing direction would let a file rewrite the terminal. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '�')
}
