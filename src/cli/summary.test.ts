import { expect, test } from 'bun:test'
import type { Outcome } from '../domain/disposition.ts'
import type { CallSummary } from '../store/calls.ts'
import { summaryText } from './summary.ts'

function call(outcome: Outcome, talkMs?: number): CallSummary {
  const head = { id: 'a', direction: 'outbound', phone: '09120000001', attemptedAt: 0, durationMs: 9_000 } as const
  return { ...head, transcripts: ['بله'], outcome, ...(talkMs === undefined ? {} : { talkMs }) }
}

test('the summary counts calls by how they ended, in the order of the report, with the reasons', () => {
  const calls = [
    call({ disposition: 'busy' }),
    call({ disposition: 'failed', reason: 'operator_failed' }, 20_000),
    call({ disposition: 'connected' }, 61_000),
    call({ disposition: 'connected' }, 40_000),
    call({ disposition: 'failed', reason: 'stt_failure' }, 5_000),
    call({ disposition: 'inbound_call', detail: 'connected' }, 1_000),
  ]
  expect(summaryText(calls).split('\n')).toEqual([
    '6 calls, 5 answered, 2 min 7 s of talk',
    '       2  connected',
    '       1  busy',
    '       2  failed (operator_failed, stt_failure)',
    '       1  inbound_call (connected)',
  ])
})

test('a day without calls or answers says so', () => {
  expect(summaryText([])).toBe('No call was made.')
  expect(summaryText([call({ disposition: 'busy' })])).toBe('1 call, none answered\n       1  busy')
})

test('the summary holds neither numbers nor words of customers', () => {
  expect(summaryText([call({ disposition: 'connected' }, 1_000)])).not.toMatch(/0912|بله/)
})
