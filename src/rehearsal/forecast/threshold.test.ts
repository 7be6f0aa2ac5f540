import { expect, test } from 'bun:test'
import { type Figures, spreadOf } from './figures.ts'
import { crossed, readThreshold } from './threshold.ts'

const none = spreadOf([])
const slot = { calls: 0, answered: 0, agreed: 0, connected: 0, abandoned: 0, operatorMs: 0, openMs: 0 }
const figures: Figures = {
  seed: 1,
  numbers: 200,
  endsAt: { day: 3, hour: 9, minute: 560 },
  mostDays: 30,
  unreached: 20,
  uncalled: 10,
  calls: 300,
  unplaced: 0,
  answered: 100,
  outcomes: {},
  agreed: 50,
  abandoned: 2,
  unserved: 0,
  connected: 48,
  operatorWait: spreadOf([5_000, 9_000, 21_000]),
  yesWait: none,
  talk: none,
  callMs: none,
  seats: 2,
  hours: Array.from({ length: 24 }, (_, hour) =>
    hour === 9 ? { ...slot, openMs: 3_600_000, operatorMs: 3_600_000 } : slot,
  ),
  days: [],
  held: new Map([['per_line', 3_600_000]]),
  replies: { all: 10, byModel: 0, unclear: 1 },
}

function isCrossed(text: string, of = figures): string | undefined {
  const read = readThreshold(text)
  if (read.kind === 'wrong') throw new Error(read.because)
  return crossed(read.threshold, of)
}

test.each([
  ['abandoned > 3%', 'abandoned is 4 %, and must not be > 3 %'],
  ['abandoned > 4%', undefined],
  ['abandoned >= 4 %', 'abandoned is 4 %, and must not be >= 4 %'],
  ['unreached > 14%', 'unreached is 15 %, and must not be > 14 %'],
  ['operator_wait_p95>20s', 'operator_wait_p95 is 21 s, and must not be > 20 s'],
  ['operator-wait-p50 > 9s', undefined],
  ['days > 2', 'days is 3, and must not be > 2'],
  ['utilisation < 60%', 'utilisation is 50 %, and must not be < 60 %'],
  ['peak_utilisation <= 50%', 'peak_utilisation is 50 %, and must not be <= 50 %'],
  ['calls_per_hour < 400', 'calls_per_hour is 300, and must not be < 400'],
])('the threshold %s', (text, told) => {
  expect(isCrossed(text)).toBe(told as string)
})

test('a list that does not end takes more days than any number', () => {
  const { endsAt: _ends, ...endless } = figures
  expect(isCrossed('days > 1000', endless)).toBe('days is without end, and must not be > 1,000')
})

test.each([
  ['abandond > 3%', 'did you mean "abandoned"?'],
  ['abandoned > 3', 'abandoned is a share, and "3" is none'],
  ['operator_wait_p95 > 3%', 'operator_wait_p95 is a length of time, and "3%" is none'],
  ['days > 2d', 'days is a number, and "2d" is none'],
  ['abandoned', "is no condition: write a name, > or <, and a value, for example 'abandoned > 3%'"],
  ['abandoned = 3%', 'is no condition'],
])('what is no threshold is told with what to write: %s', (text, told) => {
  const read = readThreshold(text)
  expect(read.kind === 'wrong' ? read.because : '').toContain(told)
})
