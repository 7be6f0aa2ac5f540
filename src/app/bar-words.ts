import type { Barred } from '../store/number-history.ts'
import { dayAndTime } from './local-time.ts'

/** How a number came onto the do-not-call list. */
export function barWords({ source, callId, note, since }: Barred, zone: string): string {
  const { day } = dayAndTime(since, zone)
  const remark = note === undefined ? '' : ` (${note})`
  switch (source) {
    case 'spoken':
      return `asked for on ${day}${callId === undefined ? '' : ` in call ${callId}`}${remark}`
    case 'manual':
      return `entered by hand on ${day}${remark}`
    case 'file':
      return `from a list read on ${day}${remark}`
    default:
      return `the panel said so on ${day}${remark}`
  }
}
