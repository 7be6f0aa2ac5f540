import { setTimeout as sleep } from 'node:timers/promises'
import { ari } from '../rig/ari-probe.ts'
import type { Asterisk } from '../rig/asterisk.ts'

const pollMs = 50

/**
 * What an exchange still holds of its calls: channels and bridges by its REST interface, and the console's list, which
 * also shows players and recorders that lost their bridge. Looks again until there is nothing or the time is up.
 */
export async function remains(pbx: Asterisk, limit: AbortSignal): Promise<readonly string[]> {
  for (;;) {
    const left = await look(pbx)
    if (left.length === 0 || limit.aborted) return left
    await sleep(pollMs)
  }
}

async function look(pbx: Asterisk): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(5_000)
  const left: string[] = []
  for (const path of ['/channels', '/bridges']) {
    const found = (await ari(pbx, { method: 'GET', path }, signal)) as readonly { readonly id: string }[]
    left.push(...found.map(({ id }) => `${path}/${id}`))
  }
  const console = await pbx.rx('core show channels concise', signal)
  left.push(...console.split('\n').filter((line) => line.trim() !== ''))
  return left
}
