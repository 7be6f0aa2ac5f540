import { expect, test } from 'bun:test'
import { sampleStatus, shutGate } from '../web/sample-status.ts'
import type { Status } from '../web/status.ts'
import { headline } from './headline.ts'

const [line] = sampleStatus().lines as [Status['lines'][number]]
const { at, queue } = sampleStatus()
const said = (changes: Partial<Status>): string => headline(sampleStatus(changes)).text

test('every gate that is shut is told of, each with its reason', () => {
  const gates = [shutGate('window', 'it is late', ''), { name: 'llm' }, shutGate('paused', 'lunch', '')]
  expect(said({ gates })).toBe('Not dialing: window: it is late; paused: lunch')
})

test('on trial it says so', () =>
  expect(said({ trial: ['recogniser'] })).toContain('Dialing on trial: one call at a time'))

test('with numbers due and room on a line it dials', () => {
  const held = { ...line, number: '2', held: { because: 'the line is full (MAX_CONCURRENT_CALLS)' } }
  expect(headline(sampleStatus({ lines: [line, held] }))).toEqual({ kind: 'dialing', text: 'Dialing.' })
})

test('with nobody due it says when the next one is, or that there is none', () => {
  expect(said({ queue: { ...queue, dueNow: 0 } })).toBe('Nobody to call before 12:30: then the next number falls due')
  const { nextDueAt: _next, ...rest } = queue
  expect(said({ queue: { ...rest, dueNow: 0 } })).toContain('The last numbers are on the phone')
  expect(said({ queue: { ...rest, dueNow: 0, onPhone: 0 } })).toBe('Nobody to call: the list is empty')
})

test('the limit that sets the speed is named, with when the next call may go', () => {
  const fast = { ...line, dialledLastMinute: 10, held: { because: 'often enough', until: at + 3_400 } }
  const later = { ...fast, held: { because: 'often enough', until: at + 9_000 } }
  expect(said({ lines: [later, fast] })).toBe('Dialing as fast as MAX_CALLS_PER_MINUTE allows (next call in 4 s)')
  const full = { ...line, live: 2, held: { because: 'the line is full' } }
  expect(said({ lines: [full] })).toBe(
    'Dialing as fast as MAX_CONCURRENT_CALLS allows (the next call when one has ended)',
  )
  const limits = { outbound: 1, inbound: 0, perSecond: 3 }
  expect(said({ lines: [line], limits })).toContain('as fast as MAX_CONCURRENT_OUTBOUND_CALLS allows')
  const resting = { ...line, held: { because: 'the line rests after a failure', until: at + 8_000 } }
  expect(said({ lines: [resting] })).toBe(
    'Dialing as fast as the lines allow: the line rests after a failure (next call in 8 s)',
  )
})

test('a day that is used up is no dialing, and says when it goes on', () => {
  const used = { ...line, dialledToday: 200, held: { because: 'MAX_CALLS_PER_DAY is reached', until: at + 45_000_000 } }
  expect(headline(sampleStatus({ lines: [used] }))).toEqual({
    kind: 'held',
    text: 'Not dialing: every line has dialled as often as MAX_CALLS_PER_DAY allows; it goes on at 2026-01-06 00:00',
  })
})
