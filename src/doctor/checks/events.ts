import { EventSocket } from '../../ari/socket.ts'
import { Mailbox } from '../../kernel/mailbox.ts'
import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'

const room = 1_000

/** Whether the event socket opens. Under a name of its own: the engine's must stay the engine's. */
export const eventsCheck: Check = {
  name: 'events',
  title: 'events',
  needs: ['ari-user'],
  async look(world, signal) {
    const { ari } = world.settings.config
    if (ari === undefined) return unseen('ARI_USERNAME and ARI_PASSWORD are not both set')
    using socket = new EventSocket({ ...ari, app: `${ari.app}-doctor` }, new Mailbox<string>(room))
    if (await socket.open(world.clock, 5_000, signal)) return well(`the event socket opens at ${ari.wsUrl}`)
    return fault(
      `the event socket at ${ari.wsUrl} does not open (${socket.closed.value ?? 'no answer'})`,
      'set ARI_WS_URL to ARI_BASE_URL with ws:// in front and /events at the end, or take it out; see that res_http_websocket.so is loaded',
    )
  },
}
