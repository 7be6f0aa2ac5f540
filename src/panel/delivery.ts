import type { PanelFailure, PanelLink } from './client.ts'
import type { PanelApi } from './contract.ts'

/** What came of sending one report. */
export type ReportDelivery =
  | { readonly kind: 'delivered' }
  /** This report will never be taken. */
  | { readonly kind: 'refused'; readonly because: string }
  /** No report will be taken until someone corrects our settings. */
  | { readonly kind: 'misconfigured'; readonly because: string }
  | { readonly kind: 'unavailable'; readonly because: string; readonly retryAfterMs?: number }

/** Sends stored reports, byte for byte, under their idempotency key. Rejects with nothing but the signal's reason. */
export function reportDelivery(
  client: PanelLink,
  api: PanelApi,
): (report: { readonly key: string; readonly body: string }, signal: AbortSignal) => Promise<ReportDelivery> {
  const path = api === 'v2' ? 'api/dialer/report-result' : 'api/dialer/report_result'
  return async ({ key, body }, signal) => {
    const reply = await client.send({ method: 'POST', path, body, idempotencyKey: key, wantsBody: false }, signal)
    return reply.kind === 'ok' ? { kind: 'delivered' } : failed(reply)
  }
}

function failed(failure: PanelFailure): ReportDelivery {
  switch (failure.kind) {
    case 'unauthorised':
      return { kind: 'misconfigured', because: failure.because }
    case 'refused':
      // Either nobody takes reports there, or it knows nothing of this number: the reports behind it will show which.
      return failure.status === 404 || failure.status === 405
        ? {
            kind: 'unavailable',
            because: `nothing takes it there (HTTP ${failure.status}): check PANEL_BASE_URL, PANEL_API`,
          }
        : { kind: 'refused', because: failure.because }
    case 'unavailable':
      return failure
  }
}
