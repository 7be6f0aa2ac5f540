import { seesPeople } from '../api/mask.ts'
import { Refused } from '../api/refused.ts'
import { type Route, route } from '../api/route.ts'
import type { Gatekeeper } from '../auth/gatekeeper.ts'
import { neverKept } from '../auth/security-headers.ts'
import type { LiveHub } from './hub.ts'

/** `GET /api/live`: the day as it goes on. */
export function liveRoute(hub: LiveHub, gatekeeper: Gatekeeper): Route {
  const headers = { ...neverKept, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' }
  return route({
    method: 'GET',
    path: '/api/live',
    least: 'viewer',
    summary: 'Server-sent events: day, change, log, beat, end',
    answer: 'text/event-stream',
    run: async ({ caller, request }) => {
      // Nobody reads what follows the headers of a HEAD.
      if (request.method === 'HEAD') return new Response(null, { headers })
      const { access } = gatekeeper
      const session = caller?.session
      const goesOn = (): boolean => access.kind === 'open' || session === undefined || access.sessions.goesOn(session)
      const stream = await hub.join({ seesPeople: seesPeople(caller), goesOn })
      if (stream === undefined) {
        throw new Refused('busy', 'too many pages are open', 'close one, or wait a little', 5)
      }
      return new Response(stream, { headers })
    },
  })
}
