import { parseVersion, versionAdvice } from '../../ari/version.ts'
import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'
import { restOf } from '../world.ts'

/** Asterisk's version, and what is known of it. */
export const versionCheck: Check = {
  name: 'version',
  title: 'version',
  needs: ['ari-user'],
  async look(world, signal) {
    const answer = await restOf(world)?.call('asterisk.getInfo', {}, signal)
    if (answer?.kind !== 'done') return unseen('Asterisk did not tell')
    const version = parseVersion(answer.value.system?.version)
    const [advice] = versionAdvice(version)
    if (advice !== undefined) return warning(advice, 'update Asterisk (FreePBX: fwconsole, asterisk-version-switch)')
    return well(`Asterisk ${version?.text ?? ''}`)
  },
}
