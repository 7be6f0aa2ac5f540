import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'
import { trunkOf } from '../trunk.ts'

/** Whether a call whose far end vanished ever ends. */
export const rtpTimeoutCheck: Check = {
  name: 'rtp-timeout',
  title: 'rtp_timeout',
  needs: ['trunk'],
  async look(world) {
    const trunk = await trunkOf(world)
    if (trunk.kind !== 'facts') return unseen(trunk.kind === 'silent' ? trunk.because : 'there is no such trunk')
    const { rtpTimeout } = trunk.facts
    if (rtpTimeout > 0) return well(`${rtpTimeout} s`)
    return warning(
      'not set: a call whose far end vanished stays up, and keeps its place on the line, for ever',
      `set rtp_timeout = 60 for the trunk (FreePBX: [${trunk.name}](+) with rtp_timeout = 60 in pjsip.endpoint_custom_post.conf)`,
      'rtp-timeout',
    )
  },
}
