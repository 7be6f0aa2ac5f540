import { expect, test } from 'bun:test'
import { type CallFilter, type CallPlace, searchCalls } from './call-search.ts'
import { outcomesBetween } from './day-outcomes.ts'
import { sampleRecord } from './sample-record.ts'
import { SampleRows, sampleNow } from './sample-rows.ts'

const minuteMs = 60_000

/** Calls a1 to a<n>, a minute after another; every third was busy, every fifth came in. */
function withCalls(count: number): SampleRows {
  const rows = new SampleRows()
  rows.db.transaction(() => {
    for (let n = 1; n <= count; n++) {
      rows.call(
        sampleRecord({
          id: `a${String(n).padStart(6, '0')}`,
          direction: n % 5 === 0 ? 'inbound' : 'outbound',
          outcome: { disposition: n % 3 === 0 ? 'busy' : 'hangup' },
          line: { number: n % 2 === 0 ? '021' : '022' },
          endedAt: sampleNow + n * minuteMs,
          turns: [],
          trace: [],
        }),
      )
    }
  })()
  return rows
}

function all(rows: SampleRows, filter: CallFilter, limit: number): { readonly ids: string[]; readonly pages: number } {
  const ids: string[] = []
  let pages = 0
  for (let after: CallPlace | undefined, more = true; more; ) {
    const page = searchCalls(rows.db, filter, limit, after)
    ids.push(...page.calls.map(({ id }) => id))
    after = page.next
    more = after !== undefined
    pages++
  }
  return { ids, pages }
}

test('the latest calls come first, page by page, each once', () => {
  using rows = withCalls(25)
  const { ids, pages } = all(rows, {}, 10)
  expect(ids).toEqual(Array.from({ length: 25 }, (_, n) => `a${String(25 - n).padStart(6, '0')}`))
  expect(pages).toBe(3)
})

test('calls that ended in the same instant are neither shown twice nor lost between two pages', () => {
  using rows = new SampleRows()
  for (const id of ['a1', 'a2', 'a3', 'a4', 'a5']) {
    const disposition = id === 'a2' ? 'busy' : 'hangup'
    rows.call(sampleRecord({ id, endedAt: sampleNow, outcome: { disposition } }))
  }
  expect(all(rows, {}, 2).ids).toEqual(['a5', 'a4', 'a3', 'a2', 'a1'])
  expect(all(rows, { disposition: 'hangup' }, 2).ids).toEqual(['a5', 'a4', 'a3', 'a1'])
})

test.each([
  [{ disposition: 'busy' }, [30, 27, 24, 21, 18, 15, 12, 9, 6, 3]],
  [{ disposition: 'busy', line: '021' }, [30, 24, 18, 12, 6]],
  [{ direction: 'inbound', disposition: 'busy' }, [30, 15]],
  [{ direction: 'inbound' }, [30, 25, 20, 15, 10, 5]],
  [{ scenario: 'another' }, []],
  [{ scenario: 'sina', direction: 'inbound', line: '022' }, [25, 15, 5]],
  [{ from: sampleNow + 28 * minuteMs }, [30, 29, 28]],
  [{ from: sampleNow + 3 * minuteMs, until: sampleNow + 6 * minuteMs }, [5, 4, 3]],
] as const)('only the calls that were asked for are found: %j', (filter, numbers) => {
  using rows = withCalls(30)
  expect(all(rows, filter, 3).ids).toEqual(numbers.map((n) => `a${String(n).padStart(6, '0')}`))
})

test('however rare what is looked for, one page looks at so many calls and no more, and the next goes on', () => {
  using rows = withCalls(20_010)
  const rare = sampleRecord({ id: 'rare', direction: 'inbound', line: { number: '099' }, endedAt: sampleNow })
  rows.call(rare)
  const first = searchCalls(rows.db, { line: '099' }, 50)
  expect([first.calls, first.next?.id]).toEqual([[], 'a000011'])
  const second = searchCalls(rows.db, { line: '099' }, 50, first.next)
  expect([second.calls.map(({ id }) => id), second.next]).toEqual([['rare'], undefined])
})

test('a page and a day are read from an index alone, however many calls there are', () => {
  using rows = withCalls(1)
  const plan = (sql: string): string => JSON.stringify(rows.db.query(`EXPLAIN QUERY PLAN ${sql}`).all())
  const day = 'SELECT ended_at, disposition FROM calls WHERE ended_at >= 1 AND ended_at < 2'
  expect(plan(day)).toContain('COVERING INDEX calls_by_end')
  const dropped = "SELECT id FROM outbox WHERE state = 'dropped' AND id < 9 ORDER BY id DESC LIMIT 5"
  expect(plan(dropped)).toContain('outbox_dropped')
})

test('the ends of a day are counted by stretches of time, from its first instant to its last', () => {
  using rows = withCalls(31)
  const bucketMs = 15 * minuteMs
  const counted = outcomesBetween(rows.db, { start: sampleNow, end: sampleNow + 30 * minuteMs, bucketMs })
  expect(counted.map(({ at, disposition, n }) => [(at - sampleNow) / minuteMs, disposition, n])).toEqual([
    [0, 'busy', 4],
    [0, 'hangup', 10],
    [15, 'busy', 5],
    [15, 'hangup', 10],
  ])
})
