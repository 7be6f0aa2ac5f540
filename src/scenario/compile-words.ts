import { type Disposition, isDisposition, oldNames, type Reason, reasons } from '../domain/disposition.ts'
import { assert } from '../kernel/assert.ts'
import type { TemplateModel } from './model/scenario-model.ts'
import type { Template } from './plan.ts'
import type { Located } from './problem.ts'

/** A template without the places of its parts. */
export function compileTemplate(template: TemplateModel): Template {
  return template.parts.map((part) =>
    typeof part === 'string' ? part : { path: part.path, ...(part.format && { format: part.format }) },
  )
}

/** The shared disposition of a word: its own, an older name's, or the one a scenario's own word is reported as. */
export function toDisposition(word: string): Disposition {
  const shared = oldNames[word] ?? word
  assert(isDisposition(shared), `${word} is no disposition`)
  return shared
}

/** A reason that was checked to be one. */
export function toReason(word: Located<string>): Reason {
  const found = reasons.find((reason) => reason === word.value)
  assert(found !== undefined, `${word.value} is no reason`)
  return found
}
