import type { Role } from '../../../api/contract.ts'
import { type Format, formatOf } from '../language/format.ts'
import { type Words, wordsOf } from '../language/words.ts'
import type { Actions } from '../state/actions.ts'
import { type Model, shownAt } from '../state/model.ts'

/** What every view is made from. */
export interface View {
  readonly model: Model
  readonly act: Actions
  readonly words: Words
  readonly say: Format
  /** The server's time that what is shown belongs to, epoch milliseconds. */
  readonly at: number
}

/** What the views of a model are made from. */
export function viewOf(model: Model, act: Actions): View {
  const { language, me, day } = model
  const zone = day?.engine.zone ?? me?.zone ?? 'UTC'
  return { model, act, words: wordsOf(language), say: formatOf(language, zone), at: shownAt(model) }
}

const ranks = { viewer: 0, operator: 1, admin: 2 } as const

/** Whether the one who looks may do what needs at least `role`. */
export function may({ model }: Pick<View, 'model'>, role: Role): boolean {
  const { me } = model
  return me?.role !== undefined && ranks[me.role] >= ranks[role]
}
