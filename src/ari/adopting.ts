import { assert } from '../kernel/assert.ts'
import type { Adopted, Joined, Leg, LegState } from '../session/ports.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { rejoin } from './joining.ts'
import { AriLeg, AsteriskFault } from './leg.ts'
import { playbackIds } from './playing.ts'
import { isInside } from './reconcile.ts'
import { shielded } from './shielded.ts'

/** Between two questions to an Asterisk that does not answer. */
const askEveryMs = 500
/** How often Asterisk may refuse to tell before it is taken for unwilling. */
const mostRefusals = 10

/** Takes a channel in hand that went on without us; waits for an Asterisk that does not answer. */
export async function adopt(exchange: Exchange, channelId: string, signal: AbortSignal): Promise<Adopted> {
  const { app, channels, clock, rest } = exchange
  assert(channels.find(channelId) === undefined, 'a channel is adopted once')
  const channel = channels.open(channelId) // before it is asked for: its end may come before the answer
  let held = false
  try {
    for (let refusals = 0; refusals < mostRefusals; ) {
      // Without this the end of a channel that came by the dialplan is told without its cause.
      const eventSource = `channel:${channelId}`
      await rest.call('applications.subscribe', { applicationName: app, eventSource }, signal)
      const seen = await rest.call('channels.get', { channelId }, signal)
      if (seen.kind === 'done') {
        if (!isInside(seen.value, app)) return { kind: 'elsewhere' }
        channel.enter()
        channel.observe(seen.value.state)
        held = true
        if (await announces(exchange, channelId, seen.value, signal)) channel.missEvents()
        return {
          kind: 'held',
          // One that was dialled may be in the dial bridge still: there it can be played to and joined, and no more is asked.
          leg: new AriLeg(exchange, channel, 'arrived'),
          state: stateOf(seen.value.state),
          hasRung: () => channel.sign !== 'none' || channel.answered.isSet,
        }
      }
      if (seen.kind === 'refused' && seen.status === 404) return { kind: 'gone' }
      if (seen.kind === 'refused') refusals++
      await clock.sleep(askEveryMs, signal)
    }
    throw new AsteriskFault('Asterisk refuses to tell of a call that an earlier run left')
  } finally {
    if (!held) channels.close(channel)
  }
}

/**
 * Whether a phone that is dialled and does not ring yet, as its state has it, has already been heard of: a carrier may
 * answer the dialing with sound (SIP 183) and never say that it rings.
 */
async function announces(
  exchange: Exchange,
  channelId: string,
  { name, state }: { readonly name?: string | undefined; readonly state?: string | undefined },
  signal: AbortSignal,
): Promise<boolean> {
  if (state !== 'Down' || name?.startsWith('PJSIP/') !== true) return false
  const variable = `HANGUPCAUSE(${name},tech)`
  const told = await exchange.rest.call('channels.getChannelVar', { channelId, variable }, signal)
  return told.kind === 'done' && /\b18\d\b/.test(told.value.value ?? '')
}

/** Stops what an earlier engine was playing on a channel: what is ordered now would wait for its end. */
export async function hush(exchange: Exchange, channelId: string): Promise<void> {
  await shielded(exchange.clock, cleanUpMs, 'stopping a sound', async (signal) => {
    await Promise.all(
      playbackIds(channelId).map((playbackId) => exchange.rest.call('playbacks.stop', { playbackId }, signal)),
    )
  })
}

/** Removes a bridge nobody holds; one that is gone already does no harm. */
export async function dissolve(exchange: Exchange, bridgeId: string): Promise<void> {
  await shielded(exchange.clock, cleanUpMs, 'removing a bridge', (signal) =>
    exchange.rest.call('bridges.destroy', { bridgeId }, signal),
  )
}

/** Takes the bridge in hand that two adopted legs still share; undefined when they do not share it any more. */
export async function rejoinWhereTheyAre(
  exchange: Exchange,
  bridgeId: string,
  customer: Leg,
  operator: Leg,
  signal: AbortSignal,
): Promise<Joined | undefined> {
  const live = AbortSignal.any([signal, customer.gone, operator.gone])
  try {
    for (let refusals = 0; refusals < mostRefusals; ) {
      const listed = await exchange.rest.call('bridges.list', {}, live)
      if (listed.kind === 'done') {
        const inside = listed.value.find(({ id }) => id === bridgeId)?.channels ?? []
        const together = [customer, operator].every(({ id }) => inside.includes(id))
        return together ? rejoin(exchange, bridgeId, customer, operator) : undefined
      }
      if (listed.kind === 'refused') refusals++
      await exchange.clock.sleep(askEveryMs, live)
    }
    throw new AsteriskFault('Asterisk refuses to tell of a conversation that an earlier run left')
  } catch (error) {
    if (signal.aborted || !live.aborted) throw error
    return undefined // one of them left while we asked
  }
}

function stateOf(state: string | undefined): LegState {
  if (state === 'Up') return 'up'
  return state === 'Ringing' || state === 'Ring' ? 'ringing' : 'down'
}
