import { endpointNames, readTrunk, type TrunkFacts } from './asterisk/trunk-text.ts'
import type { World } from './world.ts'

/** What is known of the trunk. */
export type Trunk =
  | { readonly kind: 'facts'; readonly name: string; readonly facts: TrunkFacts }
  | { readonly kind: 'none'; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'silent'; readonly because: string }

/** Asks Asterisk's console for OUTBOUND_TRUNK. */
export async function trunkOf(world: Pick<World, 'settings' | 'pbx'>): Promise<Trunk> {
  const name = world.settings.text('OUTBOUND_TRUNK')
  if (name === '') return { kind: 'silent', because: 'OUTBOUND_TRUNK is not set' }
  const said = await world.pbx.ask(`pjsip show endpoint ${name}`)
  if (said.kind === 'silent') return said
  const facts = readTrunk(said.text)
  if (facts !== undefined) return { kind: 'facts', name, facts }
  const all = await world.pbx.ask('pjsip show endpoints')
  return { kind: 'none', name, known: all.kind === 'said' ? endpointNames(all.text) : [] }
}
