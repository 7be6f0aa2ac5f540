import type { Rule } from './evidence.ts'
import { interest } from './interest.ts'
import { numberSource } from './number-source.ts'
import { optOut } from './opt-out.ts'
import { refusal } from './refusal.ts'
import { unavailable } from './unavailable.ts'
import { unusable } from './unusable.ts'
import { willing } from './willing.ts'
import { wrongNumber } from './wrong-number.ts'

/** All that is looked for in a Persian reply. */
export const everyRule: readonly Rule[] = [
  ...optOut,
  ...numberSource,
  ...wrongNumber,
  ...willing,
  ...interest,
  ...refusal,
  ...unavailable,
  ...unusable,
]
