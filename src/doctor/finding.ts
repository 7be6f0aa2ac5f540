import type { FixName } from './fixes/fix.ts'

/** What a look at one thing came to. `says` is what is so, `advice` what a person does about it; neither holds a number, key or token. */
export type Finding = Well | Trouble | Unseen

/** All is well. */
export interface Well {
  readonly kind: 'well'
  readonly says: string
}

/** `fault`: calls cannot work. `warning`: they do, but not as they should. */
export interface Trouble {
  readonly kind: 'warning' | 'fault'
  readonly says: string
  readonly advice: string
  /** What `--fix` would do about it. */
  readonly fix?: FixName
}

/** It was not looked at. */
export interface Unseen {
  readonly kind: 'unseen'
  readonly because: string
}

/** Says that all is well. */
export const well = (says: string): Well => ({ kind: 'well', says })

/** Says what keeps calls from working. */
export const fault = (says: string, advice: string, fix?: FixName): Trouble => trouble('fault', says, advice, fix)

/** Says what is not as it should be. */
export const warning = (says: string, advice: string, fix?: FixName): Trouble => trouble('warning', says, advice, fix)

/** Says why it was not looked at. */
export const unseen = (because: string): Unseen => ({ kind: 'unseen', because })

function trouble(kind: Trouble['kind'], says: string, advice: string, fix: FixName | undefined): Trouble {
  return fix === undefined ? { kind, says, advice } : { kind, says, advice, fix }
}
