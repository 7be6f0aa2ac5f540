import { inForce, isYes } from '../asterisk/conf.ts'
import { confFor } from '../asterisk/layout.ts'
import type { Check } from '../check.ts'
import { fault, unseen, warning, well } from '../finding.ts'

/** What Asterisk allows unless told otherwise; FreePBX's own pages use some of them. */
export const usualSessions = 100
/** Our requests, events and a test call; with fewer Asterisk closes connections without a word. */
const leastSessions = 20

/** Asterisk's HTTP server as its files describe it. */
export const httpServerCheck: Check = {
  name: 'http',
  title: 'HTTP server',
  async look(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return unseen(layout.because)
    const conf = confFor(layout, 'http')
    if (!isYes(inForce(conf, 'general', 'enabled'))) {
      const advice = `write enabled = yes into http.conf (FreePBX: Settings, Advanced Settings, "Enable the mini-HTTP Server")`
      return fault("Asterisk's HTTP server is switched off", advice, 'http')
    }
    const limit = Number(inForce(conf, 'general', 'sessionlimit') ?? usualSessions)
    if (!(limit >= usualSessions)) {
      const says = `sessionlimit = ${limit} of http.conf: Asterisk closes connections beyond it without a word`
      const advice = `raise it to 500 (FreePBX: Advanced Settings, "HTTP Session Limit") and reload http`
      return limit >= leastSessions ? warning(says, advice, 'http') : fault(says, advice, 'http')
    }
    return well(`on, sessionlimit ${limit}`)
  },
}
