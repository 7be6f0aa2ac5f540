import type { CallRecord } from '../domain/record.ts'
import type { Policy } from '../scenario/policy.ts'

/**
 * When the contact of a call is tried again by the company's rules, epoch milliseconds; undefined = never. `times` is how
 * many of its calls ended like this one, this one counted. Only imported lists are ours to retry: a panel decides for its own.
 */
export function retryAt(retries: Policy['retries'], record: CallRecord, times: number): number | undefined {
  if (record.direction !== 'outbound' || record.contact.source !== 'import') return undefined
  const rule = retries.get(record.outcome.disposition)
  return rule === undefined || times > rule.times ? undefined : record.endedAt + rule.afterMs
}
