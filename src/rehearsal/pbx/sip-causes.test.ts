import { expect, test } from 'bun:test'
import { dialStatusOf, refusalByCause, refusalByStatus } from './sip-causes.ts'
import { profileOf } from './version-profile.ts'

const now = profileOf('22.10.1')

test.each([
  [486, 17, 'BUSY'],
  [600, 17, 'BUSY'],
  [480, 19, 'NOANSWER'],
  [408, 18, 'NOANSWER'],
  [404, 1, 'NOANSWER'],
  [604, 1, 'NOANSWER'],
  [403, 21, 'NOANSWER'],
  [401, 21, 'NOANSWER'],
  [603, 21, 'NOANSWER'],
  [410, 22, 'NOANSWER'],
  [484, 28, 'NOANSWER'],
  [487, 127, 'NOANSWER'],
  [488, 58, 'NOANSWER'],
  [500, 38, 'NOANSWER'],
  [502, 27, 'NOANSWER'],
  [503, 34, 'CONGESTION'],
  [504, 102, 'NOANSWER'],
  [302, 23, 'NOANSWER'],
  [607, 127, 'NOANSWER'],
])('SIP %p arrives as cause %p and Dial(%s), whatever its Reason header says', (status, cause, dialStatus) => {
  expect(refusalByStatus(status, 41, now)).toEqual({ cause, techCause: status })
  expect(dialStatusOf(cause)).toBe(dialStatus as ReturnType<typeof dialStatusOf>)
})

test('an older version takes the cause out of the Reason header', () => {
  expect(refusalByCause(42, profileOf('22.8.0'))).toEqual({ cause: 42, techCause: 503 })
  expect(refusalByCause(42, now)).toEqual({ cause: 34, techCause: 503 })
})
