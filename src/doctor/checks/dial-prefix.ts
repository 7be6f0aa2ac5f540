import { dialString } from '../../domain/line.ts'
import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'

const example = '0912…'

/** What is dialled before each number. Only a call tells whether the carrier wants it. */
export const dialPrefixCheck: Check = {
  name: 'dial-prefix',
  title: 'dial prefix',
  look({ settings }) {
    const { outbound } = settings.config
    const [line] = outbound?.lines ?? []
    if (outbound === undefined || line === undefined) return Promise.resolve(unseen('OUTBOUND_NUMBERS is not set'))
    const dialled = `${'*'.repeat(dialString(outbound.dialPrefix, line, '').length)}${example}`
    if (settings.isWritten('DIAL_PREFIX')) {
      const prefix = typeof outbound.dialPrefix === 'string' ? outbound.dialPrefix : 'fixed digits'
      return Promise.resolve(well(`${prefix}: the trunk gets ${dialled}; --call NUMBER shows whether it likes that`))
    }
    return Promise.resolve(
      warning(
        'DIAL_PREFIX is not set, so the last four digits of the line are dialled before each number; most carriers want none',
        'write DIAL_PREFIX=none, or DIAL_PREFIX=line4 where your carrier wants them; --call NUMBER shows which is right',
      ),
    )
  },
}
