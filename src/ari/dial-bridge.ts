import type { Channel } from './channel.ts'
import { cleanUpMs, type Exchange } from './exchange.ts'
import { isDone } from './rest.ts'
import { shielded } from './shielded.ts'

/**
 * Takes a channel that was dialled out of the hidden bridge in which Asterisk keeps it while it rings, and after: a
 * channel in a bridge cannot be recorded. Nothing but passing through another bridge takes it out; a holding bridge is
 * silent.
 */
export async function leaveDialBridge(exchange: Exchange, channel: Channel): Promise<void> {
  const { bridges, clock, ids, log, rest } = exchange
  const bridgeId = ids.next()
  bridges.add(bridgeId)
  try {
    await shielded(clock, cleanUpMs, 'leaving the dial bridge', async (signal) => {
      const made = await rest.call('bridges.createWithId', { bridgeId, type: 'holding' }, signal)
      if (!isDone(made)) return
      const enter = () => rest.call('bridges.addChannel', { bridgeId, channel: channel.id }, signal)
      let added = await enter()
      if (added.kind === 'unreachable') added = await enter() // once more harms nobody who is in already
      // Asterisk answers this once the channel is out. Destroying the bridge only sends it out, and a sound ordered
      // while it is on its way is accepted, heard by nobody and never said to have finished.
      await rest.call('bridges.removeChannel', { bridgeId, channel: channel.id }, signal)
      await rest.call('bridges.destroy', { bridgeId }, signal)
      if (added.kind === 'refused' && !channel.ending) {
        log.warn('ari.dial-bridge', 'a channel could not leave the dial bridge', { status: added.status })
      }
    })
  } finally {
    bridges.delete(bridgeId)
  }
}
