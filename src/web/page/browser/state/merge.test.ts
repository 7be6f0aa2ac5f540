import { expect, test } from 'bun:test'
import type { LogLine } from '../../../api/contract.ts'
import { paperDay } from '../paper-day.ts'
import { merge, mergeLines, mostLines } from './merge.ts'

test('parts that came replace theirs; calls come, change and go one by one, in the order they came up', () => {
  const before = paperDay()
  const [first, second] = before.calls
  if (first === undefined || second === undefined) throw new Error('there are two calls on paper')
  const fresh = { ...first, id: 'c3' }
  const after = merge(before, {
    at: before.at + 1_000,
    operators: [],
    calls: { changed: [{ ...first, phase: 'talking' }, fresh], gone: [second.id] },
  })
  expect(after.calls.map(({ id, phase }) => [id, phase])).toEqual([
    [first.id, 'talking'],
    ['c3', first.phase],
  ])
  expect(after.operators).toEqual([])
  expect(after.lines).toBe(before.lines)
  expect(after.at).toBe(before.at + 1_000)
  expect(before.calls.length).toBe(2)
})

test('a line of the log that comes twice stands once, and only the latest are kept', () => {
  const line = (n: number): LogLine => ({ n, at: n, level: 'info', event: 'e', text: String(n) })
  const many = Array.from({ length: mostLines }, (_, n) => line(n + 1))
  const merged = mergeLines(many, [line(mostLines), line(mostLines + 1)])
  expect(merged.length).toBe(mostLines)
  expect([merged[0]?.n, merged.at(-1)?.n]).toEqual([2, mostLines + 1])
})
