import { again } from './again.ts'
import { answeredSteps } from './answered-steps.ts'
import { company } from './company.ts'
import { condition } from './condition.ts'
import { dtmf } from './dtmf.ts'
import { endless } from './endless.ts'
import { language } from './language.ts'
import { networkDisposition } from './network-disposition.ts'
import { noDisposition } from './no-disposition.ts'
import { notCovered } from './not-covered.ts'
import type { Rule } from './rule.ts'
import { samePhrase } from './same-phrase.ts'
import { unknownEvent } from './unknown-event.ts'
import { unknownName } from './unknown-name.ts'
import { unreachable } from './unreachable.ts'

/** The rules that look at a whole scenario. What is not shaped as it should be is reported while reading. */
export const rules: readonly Rule[] = [
  unknownName,
  unknownEvent,
  notCovered,
  answeredSteps,
  unreachable,
  noDisposition,
  networkDisposition,
  endless,
  language,
  condition,
  dtmf,
  again,
  samePhrase,
  company,
]
