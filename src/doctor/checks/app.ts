import { z } from 'zod'
import { Channels } from '../../ari/channels.ts'
import { rivalAnswers } from '../../ari/rival.ts'
import { askEngine } from '../../cli/engine-client.ts'
import { silentLog } from '../../kernel/log.ts'
import { Scope } from '../../kernel/scope.ts'
import type { Check } from '../check.ts'
import { fault, unseen, warning, well } from '../finding.ts'
import { restOf } from '../world.ts'

/** Whether the application's name in Asterisk is ours to take. */
export const appCheck: Check = {
  name: 'app',
  title: 'application',
  needs: ['ari-user'],
  async look(world, signal) {
    const { ari, data } = world.settings.config
    const rest = restOf(world)
    if (ari === undefined || rest === undefined) return unseen('ARI_USERNAME and ARI_PASSWORD are not both set')
    const { app, timeoutMs } = ari
    const found = await rest.call('applications.get', { applicationName: app }, signal)
    if (found.kind === 'refused' && found.status === 404) return well(`"${app}" is free`)
    if (found.kind !== 'done') return unseen('Asterisk did not tell')
    const engine = await askEngine(data.dir, { method: 'GET', path: '/status' }, z.unknown(), signal)
    if (engine.kind === 'answered') return well(`"${app}" belongs to the salehi that runs here`)
    const { clock, ids } = world
    await using tasks = new Scope(signal)
    const channels = new Channels(clock, tasks)
    const exchange = { rest, channels, bridges: new Set<string>(), clock, ids, log: silentLog, app, timeoutMs, tasks }
    const isSalehi = await rivalAnswers(exchange, signal)
    const { channel_ids = [], bridge_ids = [] } = found.value
    if (!isSalehi && channel_ids.length + bridge_ids.length > 0) {
      return warning(
        `calls of an earlier engine are left under "${app}"`,
        'the next start takes them in hand; "core show channels" in Asterisk shows them',
      )
    }
    return fault(
      `another ${isSalehi ? 'salehi' : 'program'} is connected to this Asterisk under the name "${app}"`,
      'stop it, or give this one a name of its own in ARI_APP_NAME and in the dialplan',
    )
  },
}
