import { HttpTransport } from '../../ari/http.ts'
import { Rest } from '../../ari/rest.ts'
import { Secret } from '../../kernel/secret.ts'
import { inForce, isYes } from '../asterisk/conf.ts'
import { confFor } from '../asterisk/layout.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, well } from '../finding.ts'
import type { World } from '../world.ts'

const usualPort = 8_088

/** Whether the REST interface answers at all, whoever asks. */
export const ariCheck: Check = {
  name: 'ari',
  title: 'ARI',
  async look(world, signal) {
    const baseUrl = world.settings.text('ARI_BASE_URL')
    const stranger = { baseUrl, username: 'salehi-doctor', password: new Secret('-'), timeoutMs: 5_000 }
    const rest = new Rest(new HttpTransport(stranger, world.clock))
    const answer = await rest.call('asterisk.getInfo', {}, signal)
    if (answer.kind === 'done' || (answer.kind === 'refused' && answer.status === 401))
      return well(`answers at ${baseUrl}`)
    if (answer.kind === 'unreachable') return await unreachable(world, baseUrl, answer.because)
    if (answer.status === 503) return fault('Asterisk is still starting', 'wait a minute and run salehi doctor again')
    const general = confFor(await world.layout(), 'ari')
    const off = general !== undefined && !isYes(inForce(general, 'general', 'enabled') ?? 'yes')
    return fault(
      `something answers at ${baseUrl}, but there is no ARI there (status ${answer.status})`,
      off
        ? 'ARI is switched off: write enabled = yes into [general] of ari.conf (FreePBX: Advanced Settings, "Enable the Asterisk REST Interface")'
        : 'correct ARI_BASE_URL, which usually ends in :8088/ari; see that the module res_ari.so is loaded',
      off ? 'ari-general' : undefined,
    )
  },
}

async function unreachable(world: World, baseUrl: string, because: string): Promise<Finding> {
  const http = confFor(await world.layout(), 'http')
  const says = `cannot be reached at ARI_BASE_URL (${baseUrl}): ${because}`
  const running = await world.pbx.ask('core show settings')
  if (running.kind === 'silent' && running.why === 'down') return fault(says, 'start Asterisk')
  if (http !== undefined && !isYes(inForce(http, 'general', 'enabled'))) {
    return fault(says, "Asterisk's HTTP server is switched off: see the line above", 'http')
  }
  const [address, port] = [inForce(http, 'general', 'bindaddr'), inForce(http, 'general', 'bindport')]
  if (address === undefined) return fault(says, 'correct ARI_BASE_URL, and see that Asterisk and its HTTP server run')
  const advice = `it is switched on in http.conf: asterisk -rx "module reload http", then look into /var/log/asterisk/full`
  const host = address === '0.0.0.0' || address === '::' || address === '[::]' ? '127.0.0.1' : address
  const theirs = `http://${host}:${port ?? usualPort}/ari`
  if (baseUrl === theirs) return fault(says, advice)
  return fault(says, `http.conf says it listens on ${address}: set ARI_BASE_URL=${theirs}`)
}
