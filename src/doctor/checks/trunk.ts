import type { Check } from '../check.ts'
import { type Finding, fault, unseen, well } from '../finding.ts'
import { trunkOf } from '../trunk.ts'
import { restOf, type World } from '../world.ts'

const mostNamed = 12

/** Whether there is such a trunk. */
export const trunkCheck: Check = {
  name: 'trunk',
  title: 'trunk',
  async look(world, signal) {
    const trunk = await trunkOf(world)
    if (trunk.kind === 'facts') return well(`${trunk.name} is there`)
    if (trunk.kind === 'silent') return await byRest(world, trunk.because, signal)
    const known = trunk.known.slice(0, mostNamed).join(', ')
    return fault(
      `Asterisk knows no PJSIP trunk "${trunk.name}"`,
      `set OUTBOUND_TRUNK to one there is${known === '' ? '' : ` (${known})`}; in FreePBX its name stands in Connectivity, Trunks`,
    )
  },
}

/** Where the console does not answer, ARI tells whether it exists, and no more. */
async function byRest(world: World, because: string, signal: AbortSignal): Promise<Finding> {
  const resource = world.settings.text('OUTBOUND_TRUNK')
  if (resource === '') return unseen(because)
  const answer = await restOf(world)?.call('endpoints.get', { tech: 'PJSIP', resource }, signal)
  if (answer?.kind === 'refused' && answer.status === 404) {
    return fault(`Asterisk knows no PJSIP trunk "${resource}"`, 'set OUTBOUND_TRUNK to the name of one there is')
  }
  if (answer?.kind !== 'done') return unseen(because)
  if (answer.value.state === 'offline') return fault(`${resource} is down`, 'look at it on the machine of Asterisk')
  return well(`${resource} is there`)
}
