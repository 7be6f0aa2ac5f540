import { endpointOfRegistration, type RegistrationFacts, readRegistrations } from '../asterisk/trunk-text.ts'
import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'
import { trunkOf } from '../trunk.ts'
import type { World } from '../world.ts'

/** Whether the trunk is registered with its carrier, where it registers at all. */
export const registrationCheck: Check = {
  name: 'registration',
  title: 'registration',
  needs: ['trunk'],
  async look(world) {
    const trunk = await trunkOf(world)
    if (trunk.kind !== 'facts') return unseen(trunk.kind === 'silent' ? trunk.because : 'there is no such trunk')
    const said = await world.pbx.ask('pjsip show registrations')
    if (said.kind === 'silent') return unseen(said.because)
    const own = await registrationsOf(trunk.name, readRegistrations(said.text), world)
    const bad = own.find(({ status }) => status !== 'Registered')
    if (own.length === 0) return well('the trunk does not register: its carrier knows it by its address')
    if (bad === undefined) return well(`${trunk.name} is registered`)
    return fault(
      `${trunk.name} is not registered with its carrier (${bad.status})`,
      bad.status === 'Rejected'
        ? 'the carrier refuses it: compare user name and secret of the trunk with what the carrier gave you'
        : 'compare server, port, user name and secret of the trunk with what the carrier gave you; look at the firewall and at "pjsip set logger on"',
    )
  },
}

async function registrationsOf(
  trunk: string,
  all: readonly RegistrationFacts[],
  { pbx }: World,
): Promise<readonly RegistrationFacts[]> {
  const own: RegistrationFacts[] = []
  for (const each of all) {
    const said = await pbx.ask(`pjsip show registration ${each.name}`)
    const endpoint = said.kind === 'said' ? endpointOfRegistration(said.text) : undefined
    if (each.name === trunk || endpoint === trunk) own.push(each)
  }
  return own
}
