import type { Check } from '../check.ts'
import { fault, unseen, warning, well } from '../finding.ts'
import { trunkOf } from '../trunk.ts'

/** Whether Asterisk asks the carrier for signs of life, and gets them. */
export const qualifyCheck: Check = {
  name: 'qualify',
  title: 'carrier',
  needs: ['trunk'],
  async look(world) {
    const trunk = await trunkOf(world)
    if (trunk.kind !== 'facts') return unseen(trunk.kind === 'silent' ? trunk.because : 'there is no such trunk')
    const { contacts } = trunk.facts
    if (contacts.includes('Avail')) return well('answers Asterisk')
    if (contacts.length === 0) {
      return fault(
        `${trunk.name} has no address to send calls to`,
        'give the trunk its SIP server (FreePBX: Connectivity, Trunks, pjsip Settings, SIP Server)',
      )
    }
    if (contacts.every((state) => state === 'Unavail')) {
      return fault(
        'does not answer Asterisk: no call can be placed',
        "look at the internet connection, the firewall and the carrier's address in the trunk",
      )
    }
    return warning(
      `Asterisk does not ask whether it is there: a dead carrier is noticed only after 32 s of each call`,
      'set qualify_frequency = 60 in the aor of the trunk (FreePBX: Trunks, pjsip Settings, Advanced, Qualify Frequency)',
    )
  },
}
