import { expect, test } from 'bun:test'
import type { CallView } from '../../../api/contract-calls.ts'
import { paperDay } from '../paper-day.ts'
import { all, paperView } from '../paper-view.ts'
import { textOf } from '../tree.ts'
import { page, titleOf } from './page.ts'
import { stepsByLine } from './scenario-source.ts'

const markup = '<img src=x onerror=alert(1)>'

test('what callers, panels and files say stays text, wherever it stands', () => {
  const { engine, at } = paperDay()
  const gate = { name: markup, because: markup, since: at, opens: markup }
  const day = paperDay({
    engine: { ...engine, dialing: { kind: 'held', text: markup }, gates: [gate] },
    operators: [{ queue: markup, name: markup, phone: markup, state: 'free' }],
    calls: [
      { id: 'c1', direction: 'inbound', number: markup, line: markup, scenario: markup, phase: 'talking', since: at },
    ],
    alerts: [{ id: 1, kind: markup, because: markup, openedAt: at }],
  })
  const nodes = page(paperView({ day, lines: [{ n: 1, at, level: 'error', event: markup, text: markup }] }).view)
  expect(all(nodes, { tag: 'img' })).toEqual([])
  expect(nodes.map(textOf).join(' ').split('onerror').length).toBeGreaterThan(8)
})

test('until the server says who is asking nothing of the day is shown, and whoever is nobody gets the way in', () => {
  const asked = paperView()
  const { me: _, ...unknown } = asked.view.model
  const waiting = page({ ...asked.view, model: unknown })
    .map(textOf)
    .join(' ')
  expect(waiting).not.toContain('09350000001')
  const login = page(paperView({ me: { access: 'none' } }).view)
  expect(all(login, { name: 'password' })).toHaveLength(1)
  expect(login.map(textOf).join(' ')).not.toContain('09350000001')
})

test('the title tells how it stands, but never of something that may have changed since', () => {
  expect(titleOf(paperView().view)).toBe('Dialing · Salehi')
  expect(titleOf(paperView({ feed: { kind: 'lost', because: 'gone' } }).view)).toBe('Today · Salehi')
})

test('ages stand still while nothing is heard, and the page says how old it is', () => {
  const { at } = paperDay()
  const lost = paperView({
    feed: { kind: 'lost', because: 'silent', triesAt: at + 65_000 },
    heardAt: at,
    now: at + 60_000,
  })
  const text = page(lost.view).map(textOf).join(' ')
  expect(text).toContain('What you see is 1 min old: it was so at 11:30:00.')
  expect(text).toContain('Next try in 5 s.')
  expect(text).toContain('0:09')
})

test('steps are put on the lines they stand on, in order, more than one where a call came by again', () => {
  const step = (line: number) => ({ at: 0, path: 'p', line, result: 'r' })
  const trace: CallView['trace'] = [step(3), step(7), step(3)]
  expect([...stepsByLine(trace)]).toEqual([
    [3, [1, 3]],
    [7, [2]],
  ])
})
