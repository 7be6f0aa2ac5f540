import { PanelClient, type PanelReply } from '../../panel/client.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, unseen, warning, well } from '../finding.ts'

/** Whether the panel takes us: by the registration of the scenarios that every start makes, which hands out no number. */
export const panelCheck: Check = {
  name: 'panel',
  title: 'panel',
  limitMs: 35_000,
  async look(world, signal) {
    const { panel, company, http } = world.settings.config
    if (panel === undefined) return well('none is set: numbers come from your lists')
    const client = new PanelClient({ ...panel, timeoutMs: http.timeoutMs }, world)
    if (panel.api === 'v1') {
      const reply = await client.send({ method: 'GET', path: '', wantsBody: false }, signal)
      return reply.kind === 'unavailable' ? told(reply) : well('answers (a v1 panel has no request that costs nothing)')
    }
    const plans = [...((await world.library().catch(() => undefined))?.plans.values() ?? [])]
    if (company === undefined || plans.length === 0) return unseen('needs the scenarios of the company first')
    const scenarios = plans.map(({ name, title }) => ({ name, display_name: title }))
    const body = JSON.stringify({ company, scenarios })
    const path = 'api/dialer/register-scenarios'
    return told(await client.send({ method: 'POST', path, body, wantsBody: true }, signal))
  },
}

function told(reply: PanelReply): Finding {
  switch (reply.kind) {
    case 'ok':
      return isObject(reply.text)
        ? well('took the list of scenarios')
        : fault('what answered is not the panel (no JSON object)', 'correct PANEL_BASE_URL')
    case 'unauthorised':
      return fault(reply.because, 'write the token of your panel into PANEL_API_TOKEN')
    case 'refused':
      return warning(reply.because, 'tell the people of the panel: it should take POST api/dialer/register-scenarios')
    case 'unavailable':
      return fault(reply.because, 'correct PANEL_BASE_URL, or look at the panel and the way to it (firewall, DNS)')
    default:
      return reply satisfies never
  }
}

function isObject(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json)
  } catch {
    return false
  }
}
