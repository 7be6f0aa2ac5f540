import { inForce, isYes } from '../asterisk/conf.ts'
import { confFor, fileFor, reloadOf } from '../asterisk/layout.ts'
import { cannot, type Fix } from './fix.ts'

const leastMs = 1_000

/** Switches ARI on and gives its events time. */
export const ariGeneralFix: Fix = {
  name: 'ari-general',
  async plan(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return cannot('ari-general', layout.because)
    const [file, theirs] = [fileFor(layout, 'ari-general'), confFor(layout, 'ari', true)]
    if (file === undefined) return cannot('ari-general', 'ari.conf includes no file of the owner')
    const timeoutMs = Number(inForce(theirs, 'general', 'websocket_write_timeout') ?? 0)
    const lines = [
      theirs?.sections.some(({ name }) => name === 'general') === true ? '[general](+)' : '[general]',
      ...(isYes(inForce(theirs, 'general', 'enabled') ?? 'yes') ? [] : ['enabled = yes']),
      ...(timeoutMs >= leastMs ? [] : ['websocket_write_timeout = 5000']),
    ]
    return {
      kind: 'plan',
      name: 'ari-general',
      title: 'ARI itself',
      changes: [{ kind: 'block', file, name: 'ari-general', lines, mark: ';', shown: lines }],
      reload: [reloadOf('ari-general')],
    }
  },
}
