import type { DayWatch } from '../live/day-watch.ts'
import { maskedDay } from '../live/masked-day.ts'
import type { SitePorts } from '../site-ports.ts'
import { daySchema, heldSchema, logLinesSchema, noBody, outcomesSchema, pauseOrder } from './contract.ts'
import { logsQuery, outcomesQuery } from './contract-calls.ts'
import { seesPeople } from './mask.ts'
import { Refused } from './refused.ts'
import { type Route, route } from './route.ts'

/** What somebody gets who paused without a word. */
const byHand = 'paused by hand'

/** The day at a glance, its log lines, and the orders to the engine. */
export function dayRoutes(ports: SitePorts, watch: DayWatch): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/day',
      least: 'viewer',
      summary: 'The day at a glance',
      answer: daySchema,
      run: async ({ caller }) => {
        const day = await watch.day()
        return seesPeople(caller) ? day : maskedDay(day)
      },
    }),
    route({
      method: 'GET',
      path: '/api/outcomes',
      least: 'viewer',
      summary: 'How the calls of a day ended, over time',
      query: outcomesQuery,
      answer: outcomesSchema,
      run: ({ query }) => {
        const outcomes = ports.day.outcomes(query.day)
        if (outcomes !== undefined) return outcomes
        throw new Refused('wrong_input', 'there is no such day', 'write a day like 2026-01-05')
      },
    }),
    route({
      method: 'GET',
      path: '/api/logs',
      least: 'viewer',
      summary: 'The latest lines of the log, without personal data',
      query: logsQuery,
      answer: logLinesSchema,
      run: ({ query }) => ({ lines: [...ports.logs.since(0, query.limit, query.level)] }),
    }),
    route({
      method: 'POST',
      path: '/api/dialer/pause',
      least: 'operator',
      summary: 'Dial no more until resumed; calls that are up go on',
      body: pauseOrder,
      answer: heldSchema,
      audit: ({ body }) => ({ action: 'pause', ...(body.because ? { about: body.because } : {}) }),
      run: ({ body }) => {
        ports.controls.pause(body.because === undefined || body.because === '' ? byHand : body.because)
        return ports.held()
      },
    }),
    route({
      method: 'POST',
      path: '/api/dialer/resume',
      least: 'operator',
      summary: 'Dial again, and try at once what failures shut',
      body: noBody,
      answer: heldSchema,
      audit: () => ({ action: 'resume' }),
      run: () => {
        ports.controls.resume()
        return ports.held()
      },
    }),
    route({
      method: 'POST',
      path: '/api/dialer/drain',
      least: 'admin',
      summary: 'Dial no more; the engine ends when its calls have',
      body: noBody,
      answer: heldSchema,
      audit: () => ({ action: 'drain' }),
      run: () => {
        ports.controls.drain()
        return ports.held()
      },
    }),
  ]
}
