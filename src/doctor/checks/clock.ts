import type { Check } from '../check.ts'
import { fault, unseen, warning, well } from '../finding.ts'
import type { World } from '../world.ts'

const oddMs = 20_000
const wrongMs = 120_000

/** Whether this machine's clock is right, by the clocks of the services outside. */
export const clockCheck: Check = {
  name: 'clock',
  title: 'clock',
  async look(world, signal) {
    const asked = addresses(world)
    if (asked.length === 0) return unseen('no service outside is set whose clock could be compared')
    for (const url of asked) {
      const aheadMs = await ahead(world, url, signal)
      if (aheadMs === undefined) continue
      const says = `this machine's clock is ${Math.round(Math.abs(aheadMs) / 1_000)} s ${aheadMs > 0 ? 'ahead' : 'behind'}`
      const advice = 'let it be set from the network: sudo timedatectl set-ntp true (or install chrony)'
      if (Math.abs(aheadMs) >= wrongMs) return fault(`${says}: calling hours and reports would be wrong`, advice)
      return Math.abs(aheadMs) >= oddMs ? warning(says, advice) : well('agrees with the clocks outside')
    }
    return unseen('no service outside answers whose clock could be compared')
  },
}

function addresses({ settings: { config } }: World): readonly string[] {
  const { panel, llm, stt, sms } = config
  return [
    panel?.baseUrl,
    stt.token === undefined ? undefined : stt.url,
    llm.apiKey === undefined ? undefined : llm.baseUrl,
    sms?.url,
  ].flatMap((url) => (url === undefined ? [] : [new URL(url).origin]))
}

/** How far our clock is ahead of a server's; undefined where it does not tell. Its own has whole seconds. */
async function ahead({ fetch, clock }: World, url: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const askedAt = clock.now()
    const response = await fetch(url, { method: 'HEAD', headers: {}, redirect: 'manual', keepalive: false, signal })
    const theirs = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(theirs) ? undefined : (askedAt + clock.now()) / 2 - theirs
  } catch {
    signal.throwIfAborted()
    return undefined // whether the service can be reached is another check's business
  }
}
