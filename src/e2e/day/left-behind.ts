import { readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { ari } from '../rig/ari-probe.ts'
import type { Asterisk } from '../rig/asterisk.ts'

const pollMs = 100

/** What an exchange still holds: channels and bridges, by its REST interface and its console. Looks until nothing is left or the time is up. */
export async function leftInAsterisk(pbx: Asterisk, limit: AbortSignal): Promise<readonly string[]> {
  for (;;) {
    const left = await look(pbx)
    if (left.length === 0 || limit.aborted) return left
    await sleep(pollMs)
  }
}

/** Processes that still work in a folder, as command lines. */
export function processesIn(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder
      } catch {
        return false // gone meanwhile
      }
    })
    .map((pid) => `process ${pid}`)
}

async function look(pbx: Asterisk): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(5_000)
  const left: string[] = []
  for (const path of ['/channels', '/bridges']) {
    const found = (await ari(pbx, { method: 'GET', path }, signal)) as readonly { readonly id: string }[]
    left.push(...found.map(({ id }) => `${path}/${id}`))
  }
  // The console also shows players and recorders that lost their bridge.
  const console = await pbx.rx('core show channels concise', signal)
  left.push(...console.split('\n').filter((line) => line.trim() !== ''))
  return left
}
