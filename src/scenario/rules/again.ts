import type { AskModel, StepsModel } from '../model/step-model.ts'
import { allSteps, branchesOf, type Visited } from '../model/walk.ts'
import type { Report } from '../report.ts'
import type { Rule } from './rule.ts'

/** `again`: listening once more needs a question to go back to, and attempts left for it. */
export const again: Rule = (model, report) => {
  for (const visited of allSteps(model)) {
    if (visited.step.verb === 'again') checkAgain(visited, report)
    if (visited.step.verb === 'ask') checkAttempts(visited.step, report)
  }
}

function checkAgain({ step, ask, always }: Visited, report: Report): void {
  if (always !== undefined && ask === undefined) {
    report.add('again', step.at, 'after an intent of "always" the question is put again by itself: leave this out')
  } else if (ask === undefined) {
    report.add('again', step.at, '"again" belongs under the "on" of a question: here there is none to go back to')
  } else if ((ask.step.attempts?.value ?? 1) < 2) {
    report.add(
      'again',
      step.at,
      `"again" needs "attempts: 2" or more on the question in line ${ask.step.line}: it listens once`,
    )
  } else if (ask.event === 'unknown' || (ask.event === 'else' && !names(ask.step, 'unknown'))) {
    report.add(
      'again',
      step.at,
      '"unknown" follows when the attempts are used up, so it cannot ask again: use "reprompt"',
    )
  }
}

function checkAttempts(ask: AskModel, report: Report): void {
  const attempts = ask.attempts?.value ?? 1
  if (ask.reprompt !== undefined && attempts < 2)
    report.add(
      'again',
      ask.reprompt[0]?.at ?? ask.at,
      'a reprompt needs "attempts: 2" or more: this question listens once',
    )
  if (ask.attempts === undefined || attempts < 2 || ask.reprompt !== undefined) return
  if (!ask.on.events.some(({ then }) => hasAgain(then)))
    report.add('again', ask.attempts.at, 'nothing listens again here: add a "reprompt", or "again" to an event')
}

function names(ask: AskModel, event: string): boolean {
  return ask.on.events.some((one) => one.event.value === event)
}

function hasAgain(steps: StepsModel): boolean {
  return steps.steps.some((step) => {
    if (step.verb === 'again' || (step.verb === 'unoffered' && !step.read)) return true
    return step.verb !== 'ask' && branchesOf(step).some(({ then }) => hasAgain(then))
  })
}
