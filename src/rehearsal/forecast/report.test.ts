import { expect, test } from 'bun:test'
import { figuresOf } from './paper-campaign.ts'
import { reportHtml } from './report-html.ts'
import { type ReportHead, reportText } from './report-text.ts'

const head: ReportHead = {
  company: 'sina',
  seed: 1,
  names: ['now', 'against'],
  notes: ['<b>& "quotes"'],
  crossed: ['now: abandoned is 4 %, and must not be > 3 %'],
  thresholds: 1,
}

test('the page of a report fetches nothing, runs nothing, holds what the text holds, and knows light and dark', async () => {
  const all = [await figuresOf({ mix: { contacts: 30 } }), await figuresOf({ mix: { contacts: 30 }, seed: 2 })]
  const html = reportHtml(head, all)
  expect(html).not.toMatch(/<script|https?:|src=|href=|url\(|@import|onload|<b>&/i)
  expect(html).toContain('&lt;b&gt;&amp; &quot;quotes&quot;')
  expect(html).toContain('prefers-color-scheme:dark')
  expect(html.match(/<svg /g)?.length ?? 0).toBeGreaterThanOrEqual(8)
  expect(html).not.toMatch(/NaN|undefined|Infinity/)
  expect(reportHtml(head, all)).toBe(html)
  const text = reportText(head, all)
  for (const word of [
    'difference',
    'abandoned',
    'MAX_CONCURRENT_CALLS',
    'By hour of the day (against)',
    ...head.crossed,
  ]) {
    expect(text).toContain(word)
  }
  expect(text).not.toMatch(/NaN|undefined|Infinity|\b20[2-9]\d\b/)
})
