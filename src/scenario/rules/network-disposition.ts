import { isDisposition, isNetworkDisposition, oldNames } from '../../domain/disposition.ts'
import { allSteps } from '../model/walk.ts'
import type { Located } from '../problem.ts'
import type { Rule } from './rule.ts'

/** `network-disposition`: a scenario runs after somebody answered, so it cannot say that nobody did. */
export const networkDisposition: Rule = (model, report) => {
  const words: Located<string>[] = [...model.dispositions.entries.values()]
  for (const { step } of allSteps(model))
    if ((step.verb === 'disposition' || step.verb === 'hangup') && step.disposition !== undefined) {
      if (!model.dispositions.entries.has(step.disposition.value)) words.push(step.disposition)
    }
  for (const word of words) {
    const shared = oldNames[word.value] ?? word.value
    if (isDisposition(shared) && isNetworkDisposition(shared))
      report.add(
        'network-disposition',
        word.at,
        `"${word.value}" is for the network to say, before anyone answers; a scenario cannot`,
      )
  }
}
