import { type Route, route } from '../api/route.ts'
import type { DayWatch } from '../live/day-watch.ts'
import type { SitePorts } from '../site-ports.ts'
import { type Figures, figuresText } from './figures.ts'
import { healthSchema, readinessSchema } from './readiness.ts'

/** What programs ask for: health, readiness, figures. Whoever may not look learns from the first two no more than yes or no. */
export function machineRoutes(ports: SitePorts, watch: DayWatch, own: () => Figures): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/healthz',
      least: 'anybody',
      summary: 'Whether the engine works: 200, or 503 while Asterisk is out of reach',
      answer: healthSchema,
      run: async ({ caller }) => {
        const { engine, services } = await watch.day()
        const asterisk = services.find(({ name }) => name === 'asterisk')
        const healthy = asterisk?.state === 'well'
        const { company, version, dialing } = engine
        const told = { version, company, asterisk: { up: healthy, message: asterisk?.message ?? '' }, dialing }
        return jsonAnswer({ healthy, ...(caller === undefined ? {} : told) }, healthy)
      },
    }),
    route({
      method: 'GET',
      path: '/readyz',
      least: 'anybody',
      summary: 'Whether calls can be placed and taken: 200, or 503 with the reasons',
      answer: readinessSchema,
      run: ({ caller }) => {
        const { reasons } = ports.readiness()
        const ready = reasons.length === 0
        return jsonAnswer({ ready, ...(caller === undefined ? {} : { reasons }) }, ready)
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      least: 'viewer',
      summary: 'Figures for Prometheus, without personal data',
      answer: 'text/plain',
      run: async () =>
        new Response(figuresText([...ports.figures(await watch.day()), ...own()]), {
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
        }),
    }),
  ]
}

function jsonAnswer(answer: unknown, well: boolean): Response {
  return Response.json(answer, { status: well ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
