import { setTimeout as sleep } from 'node:timers/promises'
import { ari } from '../rig/ari-probe.ts'
import type { Asterisk } from '../rig/asterisk.ts'

const pollMs = 50

/** More than a call listens. */
const mostRecordings = 4

/**
 * What an exchange still holds of these calls: channels, bridges and recordings that go on, by its REST interface, and
 * the console's list, which also shows players and recorders that lost their bridge. Looks again until there is nothing
 * or the time is up.
 */
export async function remains(
  pbx: Asterisk,
  callIds: readonly string[],
  limit: AbortSignal,
): Promise<readonly string[]> {
  for (;;) {
    const left = await look(pbx, callIds)
    if (left.length === 0 || limit.aborted) return left
    await sleep(pollMs)
  }
}

async function look(pbx: Asterisk, callIds: readonly string[]): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(5_000)
  const left: string[] = []
  for (const path of ['/channels', '/bridges']) {
    const found = (await ari(pbx, { method: 'GET', path }, signal)) as readonly { readonly id: string }[]
    left.push(...found.map(({ id }) => `${path}/${id}`))
  }
  const recordings = callIds.flatMap((id) =>
    Array.from({ length: mostRecordings }, (_, at) => `salehi/${id}-${at + 1}`),
  )
  for (const name of recordings) {
    const path = `/recordings/live/${encodeURIComponent(name)}`
    if (await goesOn(pbx, path, signal)) left.push(path)
  }
  const console = await pbx.rx('core show channels concise', signal)
  left.push(...console.split('\n').filter((line) => line.trim() !== ''))
  return left
}

async function goesOn(pbx: Asterisk, path: string, signal: AbortSignal): Promise<boolean> {
  try {
    await ari(pbx, { method: 'GET', path }, signal)
    return true
  } catch (error) {
    if (error instanceof Error && error.message.includes(': 404')) return false
    throw error
  }
}
