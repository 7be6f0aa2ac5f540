import { schemeScript } from '../pbx/number-scheme.ts'
import { answers, type CallerScript, leaves, says } from '../pbx/script.ts'
import type { Network } from '../pbx/world.ts'
import { operatorOf } from './customers.ts'
import { greeting, phrases } from './words.ts'

/** How long an operator's phone rings, and how long they then talk: short, so that two do for the day. */
const operatorRingsMs = 700
const operatorTalksMs = 1_300

/** What the owner of a number does when rung, or when they ring us as that number. */
export function manners(number: string): CallerScript {
  if (operatorOf(number) === undefined) return schemeScript(number, phrases)
  const { text, lastsMs } = greeting
  return answers(operatorRingsMs, says(text, { lastsMs, when: 'at_once', afterMs: 0 }), leaves(operatorTalksMs))
}

/** The number in an endpoint such as `PJSIP/0912…@trunk`. */
export function numberIn(endpoint: string): string {
  return /(\d+)@/.exec(endpoint)?.[1] ?? ''
}

/** The telephone network of the demonstration. */
export const demoNetwork: Network = (endpoint) => ({ kind: 'reaches', script: manners(numberIn(endpoint)) })
