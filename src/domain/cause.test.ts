import { expect, test } from 'bun:test'
import { classifyUnanswered, type SignOfLife, type UnansweredLeg } from './cause.ts'

function leg(
  cause: number,
  sign: SignOfLife,
  over: Partial<UnansweredLeg> & { techCause?: number } = {},
): UnansweredLeg {
  const { techCause, ...rest } = over
  return {
    hangup: { cause, ...(techCause === undefined ? {} : { techCause }) },
    sign,
    lastedMs: 400,
    timedOut: false,
    ...rest,
  }
}

test.each([
  [17, 'none', 'busy'],
  [17, 'ringing', 'busy'],
  [18, 'none', 'power_off'],
  [19, 'none', 'power_off'],
  [20, 'none', 'power_off'],
  [20, 'early_media', 'power_off'],
  [18, 'early_media', 'power_off'],
  [18, 'ringing', 'no_answer'],
  [19, 'ringing', 'no_answer'],
  [20, 'ringing', 'no_answer'],
  [21, 'none', 'banned'],
  [34, 'none', 'banned'],
  [41, 'none', 'banned'],
  [42, 'ringing', 'banned'],
  [127, 'none', 'no_answer'],
] as const)('cause %p after %p is %p', (cause, sign, disposition) => {
  expect(classifyUnanswered(leg(cause, sign))).toEqual({ kind: 'disposition', disposition })
})

test.each([0, 16, 19])(
  'our own time-out after ringing is «no_answer», whatever cause %p the version reports',
  (cause) => {
    expect(classifyUnanswered(leg(cause, 'ringing', { timedOut: true, lastedMs: 30_000 }))).toEqual({
      kind: 'disposition',
      disposition: 'no_answer',
    })
  },
)

test('no SIP answer at all is our fault: the number goes back', () => {
  const silent = { kind: 'technical', because: 'no_sip_answer' } as const
  expect(classifyUnanswered(leg(18, 'none', { techCause: 408, lastedMs: 32_000 }))).toEqual(silent)
  expect(classifyUnanswered(leg(19, 'none', { techCause: 480, lastedMs: 30_000, timedOut: true }))).toEqual(silent)
})

test('a carrier that answers 408 at once says the phone is off', () => {
  expect(classifyUnanswered(leg(18, 'none', { techCause: 408 }))).toMatchObject({ disposition: 'power_off' })
})

test('the owner may correct a carrier that lies', () => {
  expect(classifyUnanswered(leg(38, 'none'), { 38: 'power_off' })).toMatchObject({ disposition: 'power_off' })
})
