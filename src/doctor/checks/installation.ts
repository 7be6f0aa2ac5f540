import { asteriskUser } from '../asterisk-user.ts'
import type { Check } from '../check.ts'
import { fault, unseen, warning, well } from '../finding.ts'

/** Asterisk on this machine: whose layout it has, and whether its console answers. */
export const installationCheck: Check = {
  name: 'asterisk',
  title: 'Asterisk here',
  async look(world) {
    const [layout, said] = await Promise.all([world.layout(), world.pbx.ask('core show settings')])
    if (said.kind === 'said') {
      const user = await asteriskUser(world)
      const files = layout.kind === 'absent' ? layout.because : `${layoutName[layout.kind]} in ${layout.etc}`
      return well(`runs as ${user?.name ?? 'somebody unknown'}; ${files}`)
    }
    switch (said.why) {
      case 'absent':
        return unseen('there is none on this machine: what only its own machine can tell is left out')
      case 'down':
        return fault('it does not run', 'start it: fwconsole start (FreePBX), or systemctl start asterisk')
      case 'slow':
        return fault(
          'its console does not answer',
          'look into /var/log/asterisk/full; restart Asterisk when no call is up',
        )
      case 'refused':
        return warning('its console does not answer this user', 'run this as root: sudo salehi doctor')
      default:
        return said.why satisfies never
    }
  },
}

const layoutName = { freepbx: "FreePBX's files", plain: 'files written by hand' } as const
