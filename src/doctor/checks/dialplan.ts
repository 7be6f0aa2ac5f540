import { contextsReaching, readDialplan } from '../asterisk/dialplan.ts'
import { confFor } from '../asterisk/layout.ts'
import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'
import { trunkOf } from '../trunk.ts'

/** The context the fix writes. */
export const ownContext = 'salehi-inbound'

/** Whether a caller who rings one of the lines comes to salehi. Without it calls go out all the same. */
export const dialplanCheck: Check = {
  name: 'dialplan',
  title: 'way in',
  async look(world) {
    const said = await world.pbx.ask('dialplan show')
    if (said.kind === 'silent') return unseen(said.because)
    const app = world.settings.text('ARI_APP_NAME')
    const dialplan = readDialplan(said.text)
    const reaching = contextsReaching(dialplan, app)
    const layout = await world.layout()
    if (reaching.size === 0) {
      const says = `no context of the dialplan hands calls to Stasis(${app}): who rings your lines does not reach salehi`
      const theirs = confFor(layout, 'dialplan', true)?.sections.find(({ name }) => name === ownContext)
      if (theirs === undefined) return warning(says, `add a context [${ownContext}] with Stasis(${app})`, 'dialplan')
      const at = `${theirs.file}:${theirs.line}`
      return warning(
        says,
        `[${ownContext}] in ${at} is not salehi's own and goes elsewhere: let it call Stasis(${app})`,
      )
    }
    const trunk = await trunkOf(world)
    if (trunk.kind !== 'facts' || reaching.has(trunk.facts.context)) return well(`callers come to Stasis(${app})`)
    const own = [...reaching].find((name) => name === ownContext) ?? [...reaching][0]
    return warning(
      `calls from the trunk begin in [${trunk.facts.context}], from which no way to [${own}] was found`,
      layout.kind === 'freepbx'
        ? `in FreePBX: Admin, Custom Destinations: target ${own},s,1; then Connectivity, Inbound Routes: set it as destination`
        : `in [${trunk.facts.context}] of extensions.conf: exten => _X.,1,Goto(${own},\${EXTEN},1)`,
    )
  },
}
