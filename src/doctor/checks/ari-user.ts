import { readConf } from '../asterisk/conf.ts'
import { confFor } from '../asterisk/layout.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, unseen, well } from '../finding.ts'
import { restOf, type World } from '../world.ts'

/** An application nobody has: changing it changes nothing, and tells whether we might. */
const nobodysApp = 'salehi-doctor-writes'

/** Whether the ARI user of the settings is known, with its password, and may place calls. */
export const ariUserCheck: Check = {
  name: 'ari-user',
  title: 'ARI user',
  needs: ['ari'],
  async look(world, signal) {
    const { ari } = world.settings.config
    const rest = restOf(world)
    if (ari === undefined || rest === undefined) return unseen('ARI_USERNAME and ARI_PASSWORD are not both set')
    const answer = await rest.call('asterisk.getInfo', {}, signal)
    if (answer.kind === 'unreachable')
      return fault(`Asterisk did not answer: ${answer.because}`, 'run salehi doctor again')
    if (answer.kind === 'refused') return await refused(world, ari.username, answer.status)
    const body = { disallowed: [] }
    const written = await rest.call('applications.filter', { applicationName: nobodysApp, body }, signal)
    if (written.kind === 'refused' && written.status === 403) {
      return fault(
        `"${ari.username}" may only look, not place calls`,
        `write read_only = no in its section of ari.conf (FreePBX: Settings, Asterisk REST Interface Users, Read Only = No) and reload res_ari.so`,
      )
    }
    return well(`"${ari.username}" is accepted and may place calls`)
  },
}

async function refused(world: World, username: string, status: number): Promise<Finding> {
  if (status !== 401)
    return fault(`Asterisk refuses "${username}" (status ${status})`, 'look into /var/log/asterisk/full')
  const layout = await world.layout()
  const says = `Asterisk does not accept "${username}" with this password`
  if (layout.kind === 'absent') {
    return fault(says, 'compare ARI_USERNAME and ARI_PASSWORD with ari.conf on the machine of Asterisk')
  }
  const theirs = readConf(layout.etc, 'ari.conf', { withoutOurs: true })?.sections.find(({ name }) => name === username)
  if (theirs !== undefined) {
    return fault(
      says,
      `that user stands in ${theirs.file}:${theirs.line}: write its password into ARI_PASSWORD, or choose another ARI_USERNAME and run salehi doctor --fix`,
    )
  }
  const known = confFor(layout, 'ari')?.sections.some(({ name }) => name === username) === true
  return fault(
    known ? `${says}: it is not the one in ari.conf` : `there is no ARI user "${username}"`,
    'make it with that password: in FreePBX, Settings, Asterisk REST Interface Users; else a section in ari.conf with type = user',
    'ari-user',
  )
}
