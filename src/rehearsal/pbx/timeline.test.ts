import { expect, test } from 'bun:test'
import { seededRandom } from '../../kernel/random.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { Timeline } from './timeline.ts'

test('what is due happens at its instant, in order, and in the order it was ordered where instants are the same', async () => {
  const clock = new TestClock()
  using timeline = new Timeline(clock)
  const random = seededRandom(4)
  const ordered = Array.from({ length: 200 }, (_, nth) => ({ nth, atMs: Math.floor(random() * 50) * 10 }))
  const happened: { nth: number; atMs: number; nowMs: number }[] = []
  for (const one of ordered) timeline.after(one.atMs, () => happened.push({ ...one, nowMs: clock.elapsed() }))
  await clock.advance(1_000)
  expect(happened.map(({ nth }) => nth)).toEqual(
    ordered.toSorted((a, b) => a.atMs - b.atMs || a.nth - b.nth).map(({ nth }) => nth),
  )
  expect(happened.every(({ atMs, nowMs }) => atMs === nowMs)).toBe(true)
})

test('what is called off does not happen, nor does anything once all is cleared', async () => {
  const clock = new TestClock()
  using timeline = new Timeline(clock)
  const happened: string[] = []
  const off = timeline.after(10, () => happened.push('called off'))
  timeline.after(20, () => happened.push('happens'))
  timeline.cancel(off)
  await clock.advance(30)
  timeline.after(10, () => happened.push('cleared'))
  timeline.clear()
  timeline.after(10, () => happened.push('after'))
  await clock.advance(30)
  expect(happened).toEqual(['happens', 'after'])
})
