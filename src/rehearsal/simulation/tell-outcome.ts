import { version } from '../../app/version.ts'
import { formatDuration } from '../../kernel/duration.ts'
import type { DayOutcome } from './day.ts'

/** A day in one line. */
export function outcomeLine({ plan, digest, calls, lives, virtualMs, steps, violations }: DayOutcome): string {
  const length = formatDuration(virtualMs)
  const what = `${calls} calls in ${length}, ${lives} runs of the engine, ${steps} steps`
  return `seed ${plan.seed}: ${violations.length === 0 ? 'as it must be' : 'WRONG'}; ${what}; ${digest.slice(0, 16)}`
}

/** What is wrong with a day, and what came before: everything needed to look into it. Empty when nothing is. */
export function violationText({ plan, violations, latest }: DayOutcome): string {
  if (violations.length === 0) return ''
  return [
    `seed ${plan.seed}, ${plan.contacts} contacts, commit ${version.commit}`,
    ...violations.map(({ check, what, atMs }) => `  ${check} after ${Math.round(atMs)} ms: ${what}`),
    `  the plan: ${JSON.stringify(plan)}`,
    '  what came before:',
    ...latest.slice(-80).map((line) => `    ${line}`),
  ].join('\n')
}

/** How often each kind of fault struck in all of those days, the rarest last. */
export function struckText(outcomes: readonly Pick<DayOutcome, 'struck'>[]): string {
  const sum = new Map<string, number>()
  for (const { struck } of outcomes) {
    for (const [kind, times] of struck) sum.set(kind, (sum.get(kind) ?? 0) + times)
  }
  return [...sum]
    .toSorted(([, one], [, other]) => other - one)
    .map(([kind, times]) => `${kind} ${times}`)
    .join(', ')
}
