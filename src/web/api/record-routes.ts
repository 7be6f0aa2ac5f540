import type { SitePorts } from '../site-ports.ts'
import {
  alertsPage,
  auditPage,
  beforeQuery,
  doneAnswer,
  dropOrder,
  outboxPage,
  outboxQuery,
  resendOrder,
} from './contract-calls.ts'
import { lastFour, seesPeople } from './mask.ts'
import { Refused } from './refused.ts'
import { type Route, route } from './route.ts'

/** What was owed, what needed a person, who did what. */
export function recordRoutes(ports: Pick<SitePorts, 'outbox' | 'alerts' | 'audit' | 'controls'>): readonly Route[] {
  const { outbox, alerts, audit, controls } = ports
  return [
    route({
      method: 'GET',
      path: '/api/alerts',
      least: 'viewer',
      summary: 'What stopped dialing and needed a person, newest first',
      query: beforeQuery,
      answer: alertsPage,
      run: ({ query }) => alerts(query),
    }),
    route({
      method: 'GET',
      path: '/api/outbox',
      least: 'viewer',
      summary: 'Reports owed, set aside, delivered or dropped, newest first',
      query: outboxQuery,
      answer: outboxPage,
      run: ({ query, caller }) => {
        const page = outbox.page(query)
        if (seesPeople(caller)) return page
        const masked = page.entries.map(({ number, ...rest }) => ({
          ...rest,
          ...(number === undefined ? {} : { number: lastFour(number) }),
        }))
        return { ...page, entries: masked }
      },
    }),
    route({
      method: 'POST',
      path: '/api/outbox/resend',
      least: 'operator',
      summary: 'Send a report again that waits, was set aside or dropped',
      body: resendOrder,
      answer: doneAnswer,
      audit: ({ body }) => ({ action: 'resend', about: String(body.id) }),
      run: ({ body }) => {
        if (!outbox.resend(body.id)) throw noSuchReport()
        controls.changed()
        return { done: true }
      },
    }),
    route({
      method: 'POST',
      path: '/api/outbox/drop',
      least: 'admin',
      summary: 'Never send a report; it stays on record',
      body: dropOrder,
      answer: doneAnswer,
      audit: ({ body }) => ({ action: 'drop', about: `${body.id}: ${body.because}` }),
      run: ({ body }) => {
        if (!outbox.drop(body.id, body.because)) throw noSuchReport()
        controls.changed()
        return { done: true }
      },
    }),
    route({
      method: 'GET',
      path: '/api/audit',
      least: 'admin',
      summary: 'Who did what, newest first',
      query: beforeQuery,
      answer: auditPage,
      run: ({ query }) => audit.page(query),
    }),
  ]
}

function noSuchReport(): Refused {
  return new Refused('not_found', 'there is no such report that could be changed', 'look at the list of reports again')
}
