import { dispositions } from '../domain/disposition.ts'
import { formatDuration } from '../kernel/duration.ts'
import type { CallSummary } from '../store/calls.ts'

/** What came of the calls of a run: how many ended how. Without numbers and words, so that it may stand in a journal. */
export function summaryText(calls: readonly CallSummary[]): string {
  if (calls.length === 0) return 'No call was made.'
  const talkMs = calls.reduce((sum, call) => sum + (call.talkMs ?? 0), 0)
  const answered = calls.filter((call) => call.talkMs !== undefined).length
  const rows = dispositions.flatMap((disposition) => {
    const those = calls.filter((call) => call.outcome.disposition === disposition)
    if (those.length === 0) return []
    const why = [...new Set(those.flatMap(({ outcome }) => outcome.reason ?? outcome.detail ?? []))].join(', ')
    return [`  ${String(those.length).padStart(6)}  ${disposition}${why === '' ? '' : ` (${why})`}`]
  })
  const made = calls.length === 1 ? '1 call' : `${calls.length} calls`
  const talk = answered === 0 ? 'none answered' : `${answered} answered, ${formatDuration(talkMs)} of talk`
  return [`${made}, ${talk}`, ...rows].join('\n')
}
