import { findPaths } from '../model/paths.ts'
import type { Rule } from './rule.ts'

/** `no-disposition`: a way on which the call ends and nobody has said how. */
export const noDisposition: Rule = (model, report) => {
  for (const at of findPaths(model).nameless)
    report.add(
      'no-disposition',
      at,
      'the call can end after this without a disposition: end with "hangup: …", or say "disposition: …" before',
    )
}
