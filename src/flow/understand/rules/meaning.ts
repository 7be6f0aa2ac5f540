/** The five things a reply to an offer can mean. */
export const meanings = ['yes', 'no', 'number_question', 'remove_me', 'unknown'] as const
export type Meaning = (typeof meanings)[number]

/** What rules make of a reply; not `sure` = somebody wiser may be asked. */
export interface Verdict {
  readonly intent: Meaning
  readonly sure: boolean
}

/** A verdict, and whether anything in the reply sounded like «leave me alone». */
export interface Reading extends Verdict {
  readonly optOutHeard: boolean
}
