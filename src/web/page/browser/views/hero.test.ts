import { expect, test } from 'bun:test'
import { gateNames } from '../../../../dialer/gates.ts'
import type { Day } from '../../../api/contract.ts'
import { paperDay } from '../paper-day.ts'
import { all, click, paperView } from '../paper-view.ts'
import type { Model } from '../state/model.ts'
import { textOf } from '../tree.ts'
import { hero } from './hero.ts'
import type { View } from './view.ts'

function held(gates: Day['engine']['gates'], changes: Partial<Day['engine']> = {}): Day {
  const { engine } = paperDay()
  return paperDay({ engine: { ...engine, dialing: { kind: 'held', text: 'Not dialing' }, gates, ...changes } })
}

function gate(name: string, because = 'something is wrong'): Day['engine']['gates'][number] {
  return { name, because, since: Date.UTC(2026, 0, 5, 7, 30), opens: 'do something' }
}

function shown(
  day: Day,
  changes: Partial<Model> = {},
): { readonly text: string; readonly view: View; readonly done: unknown[][] } {
  const { view, done } = paperView({ day, ...changes })
  return { text: textOf(hero(view, day)), view, done }
}

test.each([...gateNames])('a day held by "%s" says why, since when, and what to do, in both languages', (name) => {
  const day = held([gate(name)])
  const english = shown(day).text
  expect(english).toContain('Not dialing')
  expect(english).toContain('since 11:00')
  expect(english).toContain('What to do')
  expect(english).not.toContain('do something')
  const persian = shown(day, { language: 'fa' }).text
  expect(persian).toContain('تماس گرفته نمی‌شود')
  expect(persian).toContain('از ۱۱:۰۰')
  expect(persian).toContain('چه باید کرد')
})

test('a gate nobody knew when the page was built shows what the server says', () => {
  expect(shown(held([gate('tides')])).text).toContain('tides since 11:00 something is wrong What to do do something')
})

test('a pause shows the reason somebody typed, and resuming is offered instead of pausing', () => {
  const day = held([gate('paused', 'ناهار')], { paused: { because: 'ناهار', since: 1 } })
  const { text, view, done } = shown(day)
  expect(text).toContain('ناهار')
  expect(all(hero(view, day), { tag: 'button' }).map(textOf)).toEqual(['Resume'])
  click([hero(view, day)], 'Resume')
  expect(done).toEqual([['resume']])
})

test('a fault that trial calls will try can be tried at once', () => {
  expect(shown(held([gate('failures')])).text).toContain('Resume')
  expect(shown(held([gate('window')])).text).not.toContain('Resume')
})

test('a viewer looks and orders nothing', () => {
  const me = { access: 'session', role: 'viewer' } as const
  const { view } = shown(paperDay(), { me })
  expect(all(hero(view, paperDay()), { tag: 'button' })).toEqual([])
})

test('what is old is said to be so, whatever it was', () => {
  const { text } = shown(paperDay(), { feed: { kind: 'lost', because: 'gone' } })
  expect(text).toContain('Connection lost: Dialing')
})

test.each([
  [
    { kind: 'paced', text: 'Dialing as fast as MAX_CALLS_PER_MINUTE allows (next call in 3 s)' },
    'در دقیقه',
    'MAX_CALLS_PER_MINUTE',
  ],
  [
    { kind: 'held', text: 'Not dialing: every line has dialled as often as MAX_CALLS_PER_DAY allows' },
    'تماس امروز',
    'MAX_CALLS_PER_DAY',
  ],
  [{ kind: 'trial', text: 'Dialing on trial' }, 'هر بار یک تماس', ''],
] as const)('a limit is named with its setting (%o)', (dialing, persian, setting) => {
  const { engine } = paperDay()
  const text = shown(paperDay({ engine: { ...engine, dialing } }), { language: 'fa' }).text
  expect(text).toContain(persian)
  expect(text).toContain(setting)
})

test('nobody to call: until when, or that the list is empty', () => {
  const { engine, queue, at } = paperDay()
  const idle = { ...engine, dialing: { kind: 'idle', text: 'Nobody to call' } } as const
  const none = { ...queue, waiting: 0, onPhone: 0, dueNow: 0 }
  expect(shown(paperDay({ engine: idle, queue: none })).text).toContain('The list is empty')
  expect(shown(paperDay({ engine: idle, queue: { ...none, nextDueAt: at + 3_600_000 } })).text).toContain(
    'falls due at 12:30',
  )
  expect(shown(paperDay({ engine: idle, queue: { ...none, onPhone: 1 } })).text).toContain('nobody waits behind')
})
