import { inForce } from '../asterisk/conf.ts'
import { confFor } from '../asterisk/layout.ts'
import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'

/** Asterisk's own, with which a reader that stalls a moment gets no event any more, on a socket that stays open. */
const usualMs = 100
const leastMs = 1_000

/** How long Asterisk waits for a reader of its events. */
export const writeTimeoutCheck: Check = {
  name: 'write-timeout',
  title: 'event time-out',
  async look(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return unseen(layout.because)
    const ms = Number(inForce(confFor(layout, 'ari'), 'general', 'websocket_write_timeout') ?? usualMs)
    if (ms >= leastMs) return well(`websocket_write_timeout ${ms} ms`)
    return warning(
      `websocket_write_timeout of ari.conf is ${ms} ms: a moment's stall, and no event comes any more`,
      'write websocket_write_timeout = 5000 into [general] of ari.conf (FreePBX: ari_general_custom.conf) and reload res_ari.so',
      'ari-general',
    )
  },
}
