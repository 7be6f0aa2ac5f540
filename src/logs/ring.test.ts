import { expect, test } from 'bun:test'
import type { Log } from '../kernel/log.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { LogRing } from './ring.ts'

function begin() {
  const heard: string[] = []
  const note =
    (level: string) =>
    (event: string): void =>
      void heard.push(`${level} ${event}`)
  const inner: Log = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
    child: () => inner,
  }
  const clock = new TestClock()
  const ring = new LogRing(clock)
  return { ring, log: ring.over(inner), heard, clock }
}

test('every line goes on to the log, and those that people read are kept', () => {
  const { ring, log, heard } = begin()
  log.debug('a', 'detail')
  log.child({ call: 'c1' }).info('b', 'begun', { ms: 3 })
  log.error('c', 'act')
  expect(heard).toEqual(['debug a', 'info b', 'error c'])
  const lines = ring.since(0, 10).map(({ n, level, event, text }) => [n, level, event, text])
  expect(lines).toEqual([
    [1, 'info', 'b', 'begun call=c1 ms=3'],
    [2, 'error', 'c', 'act'],
  ])
  expect(ring.since(0, 10, 'error').map(({ n }) => n)).toEqual([2])
})

test('no number, no words of a caller and no secret is kept', () => {
  const { ring, log } = begin()
  log.warn('x', 'rang 09350000001', {
    pii: { transcript: 'نه' },
    phone: '09350000002',
    token: 'abc',
    note: 'at +98 935 000 0003',
  })
  const [line] = ring.since(0, 1)
  expect(line?.text).not.toMatch(/0935|نه|abc|000 0003/)
})

test('a reader goes on behind the last line they saw, also when lines have been forgotten', () => {
  const { ring, log } = begin()
  for (let n = 1; n <= 1_500; n++) log.info('e', `line ${n}`)
  expect(ring.since(1_498, 50).map(({ n }) => n)).toEqual([1_499, 1_500])
  expect(ring.since(1_500, 50)).toEqual([])
  expect(ring.since(0, 2_000)).toHaveLength(1_000)
  expect(ring.since(3, 2).map(({ n }) => n)).toEqual([1_499, 1_500])
})

test('a line cannot be made to look like two', () => {
  const { ring, log } = begin()
  log.info('e', 'one\ntwo', { more: 'three\r\nfour' })
  expect(ring.since(0, 1)[0]?.text).not.toMatch(/[\r\n]/)
})
