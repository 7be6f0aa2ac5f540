import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { FailureRate } from './failure-rate.ts'

function noted(failed: number, well: number) {
  const clock = new TestClock()
  const rate = new FailureRate(clock)
  const note = (times: number, how: boolean): void => {
    for (let time = 0; time < times; time++) rate.note(how)
  }
  note(failed, true)
  note(well, false)
  return { clock, rate, note }
}

test.each([
  [19, 0, undefined], // too few to judge by
  [20, 0, '20 of the 20 calls of the last ten minutes failed technically'],
  [10, 10, undefined], // half is not more than half
  [11, 9, '11 of the 20 calls of the last ten minutes failed technically'],
  [50, 50, undefined],
  [51, 49, '51 of the 100 calls of the last ten minutes failed technically'],
])('%p failed attempts and %p that were none', (failed, well, because) => {
  expect(noted(failed, well).rate.tooMany).toBe(because)
})

test('what is older than ten minutes no longer counts, the rest does', async () => {
  const { clock, rate, note } = noted(15, 0)
  await clock.advance(300_000)
  note(15, true)
  note(14, false)
  expect(rate.tooMany).toStartWith('30 of the 44 ')
  await clock.advance(299_999)
  expect(rate.tooMany).toStartWith('30 of the 44 ')
  await clock.advance(1)
  expect(rate.tooMany).toStartWith('15 of the 29 ')
  await clock.advance(300_000)
  expect(rate.tooMany).toBeUndefined()
})

test('after a rest the count begins anew', () => {
  const { rate, note } = noted(20, 0)
  rate.forget()
  expect(rate.tooMany).toBeUndefined()
  note(19, true)
  expect(rate.tooMany).toBeUndefined()
  note(1, true)
  expect(rate.tooMany).toBeDefined()
})
