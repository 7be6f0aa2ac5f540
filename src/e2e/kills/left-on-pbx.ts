import { setTimeout as sleep } from 'node:timers/promises'
import { ari } from '../rig/ari-probe.ts'
import type { Asterisk } from '../rig/asterisk.ts'

const pollMs = 50

/** Channels and bridges an exchange still holds; looks again until there is none or the time is up. */
export async function leftOnPbx(pbx: Asterisk, limit: AbortSignal): Promise<readonly string[]> {
  for (;;) {
    const left: string[] = []
    for (const path of ['/channels', '/bridges']) {
      const found = (await ari(pbx, { method: 'GET', path }, AbortSignal.timeout(5_000))) as readonly { id: string }[]
      left.push(...found.map(({ id }) => `${path}/${id}`))
    }
    if (left.length === 0 || limit.aborted) return left
    await sleep(pollMs)
  }
}
