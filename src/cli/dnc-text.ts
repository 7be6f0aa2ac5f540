import { localTime } from '../app/local-time.ts'
import type { Barred } from '../store/do-not-call.ts'

/** Who said when that a number must not be rung, as half a sentence. */
export function because({ source, since, callId, note }: Barred, zone: string | undefined): string {
  const at = localTime(since, zone)
  switch (source) {
    case 'spoken':
      return `asked for it on ${at}${callId === undefined ? '' : `, call ${callId}`}`
    case 'manual':
      return `entered by hand on ${at}${note === undefined ? '' : ` (${note})`}`
    case 'file':
      return `in the company's list ${note ?? ''} since ${at}`
    case 'panel':
      return `the panel said so on ${at}`
  }
}
