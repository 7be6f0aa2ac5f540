import type { PhoneNumber } from '../domain/phone-number.ts'
import type { CallRecord } from '../domain/record.ts'

/** A complete record for tests; `changes` go over it. */
export function sampleRecord(changes: Partial<CallRecord> = {}): CallRecord {
  const at = Date.UTC(2026, 0, 5, 8, 0, 0)
  return {
    id: 'a1',
    direction: 'outbound',
    company: 'sina',
    contact: { id: 'k1', phone: '09350000001' as PhoneNumber, source: 'panel', panelId: 7, fields: { name: 'مریم' } },
    line: { number: '02155550001', panelId: 3, displayName: 'one' },
    scenario: { name: 'sina', hash: 'f00d', panelId: 'x' },
    outcome: { disposition: 'not_interested' },
    attemptedAt: at,
    answeredAt: at + 5_000,
    endedAt: at + 20_000,
    endedBy: 'us',
    hangup: { cause: 16 },
    turns: [
      {
        at: at + 9_000,
        transcript: 'بله؟',
        intent: 'unknown',
        by: 'llm',
        listenMs: 2_000,
        enhanceMs: 1.5,
        recogniseMs: 700,
        thinkMs: 3,
      },
      {
        at: at + 12_000,
        transcript: '',
        intent: 'no_input',
        by: 'none',
        listenMs: 10_000,
        enhanceMs: 0,
        recogniseMs: 0,
        thinkMs: 0,
      },
      {
        at: at + 15_000,
        transcript: 'نه',
        intent: 'no',
        by: 'rule',
        listenMs: 900,
        enhanceMs: 1,
        recogniseMs: 500,
        thinkMs: 0,
      },
    ],
    trace: [
      { path: 'outbound[0]', line: 12, at: at + 5_000, result: 'no' },
      { path: 'outbound[0].on.no[0]', line: 20, at: at + 16_000, result: 'finished' },
    ],
    ...changes,
  }
}
