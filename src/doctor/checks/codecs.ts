import { translatable } from '../asterisk/trunk-text.ts'
import type { Check } from '../check.ts'
import { fault, unseen, warning, well } from '../finding.ts'
import { trunkOf } from '../trunk.ts'

/** Whether Asterisk can speak what the trunk speaks. */
export const codecsCheck: Check = {
  name: 'codecs',
  title: 'codecs',
  needs: ['trunk'],
  async look(world) {
    const trunk = await trunkOf(world)
    if (trunk.kind !== 'facts') return unseen(trunk.kind === 'silent' ? trunk.because : 'there is no such trunk')
    const said = await world.pbx.ask('core show translation paths slin 8000')
    if (said.kind === 'silent') return unseen(said.because)
    const { codecs } = trunk.facts
    const able = translatable(said.text)
    const unable = codecs.filter((name) => !able.has(name.replace(/\d+$/, '')) && !able.has(name))
    const names = codecs.join(', ')
    if (codecs.length === 0 || unable.length === codecs.length) {
      return fault(
        `the trunk allows ${names || 'no codec'}, which Asterisk cannot make out of our recordings: callers would hear nothing`,
        'allow alaw and ulaw for the trunk (FreePBX: Trunks, pjsip Settings, Codecs), or install the codec',
      )
    }
    if (unable.length > 0) {
      return warning(
        `the trunk allows ${unable.join(', ')}, which Asterisk cannot make out of our recordings`,
        'take it off the trunk, or put alaw and ulaw before it: a carrier that chooses it hears nothing',
      )
    }
    return well(names)
  },
}
