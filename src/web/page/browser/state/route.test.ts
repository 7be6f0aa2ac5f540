import { expect, test } from 'bun:test'
import { pathOf, routeOf } from './route.ts'

test('every page has an address, and every address its page', () => {
  for (const kind of ['today', 'calls', 'numbers', 'barred', 'alerts', 'outbox', 'audit'] as const) {
    expect(routeOf(pathOf({ kind }))).toEqual({ kind })
    if (kind !== 'today') expect(routeOf(`${pathOf({ kind })}/`)).toEqual({ kind })
  }
  expect(routeOf('/calls/019b8d3a0000')).toEqual({ kind: 'call', id: '019b8d3a0000' })
})

test.each(['/nothing', '/calls/a/b', '/calls/..%2f', '/calls/<b>', '//calls'])('%s leads nowhere', (path) => {
  expect(routeOf(path)).toEqual({ kind: 'lost' })
})
