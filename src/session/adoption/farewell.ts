import { TimedOut, within } from '../../kernel/deadline.ts'
import type { Log } from '../../kernel/log.ts'
import { voiceOn } from '../caller.ts'
import type { Leg } from '../ports.ts'
import type { AdoptionPorts } from './ports.ts'

/** The longest a farewell may take. */
const longestMs = 30_000

/**
 * Says the scenario's farewell to somebody whose call cannot go on, where the scenario is still there and has one; ends
 * when it was heard or they left.
 */
export async function bidFarewell(
  leg: Leg,
  scenario: string | undefined,
  ports: AdoptionPorts,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const plan = scenario === undefined ? undefined : ports.planNamed(scenario)
  const prompt = plan?.prompts.get('goodby') ?? plan?.prompts.get('goodbye')
  const spoken = prompt?.spoken.get(plan?.language.default ?? '')
  if (plan === undefined || prompt === undefined || spoken?.kind !== 'audio') return
  const live = AbortSignal.any([signal, leg.gone])
  try {
    await ports.calls.hush(leg) // or it would be said only after what was being said
    const voice = voiceOn(leg, ports.mediaOf(plan))
    const said = await within(
      ports.clock,
      longestMs,
      'the farewell',
      (own) => voice.say([{ ...spoken, name: prompt.name }], own),
      live,
    )
    if (said.kind === 'failed') log.warn('call.no_farewell', 'the farewell could not be played', said)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (leg.gone.aborted || error instanceof TimedOut) return
    throw error
  }
}
