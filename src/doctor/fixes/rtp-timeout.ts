import { confFor, fileFor, reloadOf } from '../asterisk/layout.ts'
import { cannot, type Fix } from './fix.ts'

/** Lets Asterisk end a call whose far end vanished. */
export const rtpTimeoutFix: Fix = {
  name: 'rtp-timeout',
  async plan(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return cannot('rtp-timeout', layout.because)
    const file = fileFor(layout, 'endpoint')
    const trunk = world.settings.text('OUTBOUND_TRUNK')
    const isThere = confFor(layout, 'endpoint', true)?.sections.some(({ name }) => name === trunk) === true
    if (file === undefined || !isThere) {
      return cannot(
        'rtp-timeout',
        `the trunk "${trunk}" does not stand in pjsip.conf: set rtp_timeout = 60 where it is kept`,
      )
    }
    const lines = [`[${trunk}](+type=endpoint)`, 'rtp_timeout = 60']
    return {
      kind: 'plan',
      name: 'rtp-timeout',
      title: `rtp_timeout of the trunk ${trunk}`,
      changes: [{ kind: 'block', file, name: 'rtp-timeout', lines, mark: ';', shown: lines }],
      reload: [reloadOf('endpoint')],
    }
  },
}
