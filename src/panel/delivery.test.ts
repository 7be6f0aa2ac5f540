import { expect, test } from 'bun:test'
import type { PanelReply } from './client.ts'
import type { PanelApi } from './contract.ts'
import { reportDelivery } from './delivery.ts'
import { ok, PaperPanel } from './paper-panel.ts'

const never = new AbortController().signal
const report = { key: 'attempt-1', body: '{ "kept":"as it is" }' }

test.each([
  ['v2', 'api/dialer/report-result'],
  ['v1', 'api/dialer/report_result'],
] as const satisfies readonly (readonly [PanelApi, string])[])(
  'a %s report goes out byte for byte under its key',
  async (api, path) => {
    const panel = new PaperPanel(ok({}))
    expect(await reportDelivery(panel, api)(report, never)).toEqual({ kind: 'delivered' })
    expect(panel.asked).toEqual([
      { method: 'POST', path, body: report.body, idempotencyKey: 'attempt-1', wantsBody: false },
    ])
  },
)

test.each([
  [
    { kind: 'unauthorised', because: 'token' },
    { kind: 'misconfigured', because: 'token' },
  ],
  [
    { kind: 'refused', status: 422, because: 'no' },
    { kind: 'refused', because: 'no' },
  ],
  [
    { kind: 'refused', status: 404, because: 'no' },
    { kind: 'unavailable', because: 'nothing takes it there (HTTP 404): check PANEL_BASE_URL, PANEL_API' },
  ],
  [
    { kind: 'unavailable', because: 'down', retryAfterMs: 5 },
    { kind: 'unavailable', because: 'down', retryAfterMs: 5 },
  ],
] as const satisfies readonly (readonly [PanelReply, object])[])(
  'a failure keeps its sort: %p',
  async (reply, delivery) => {
    expect(await reportDelivery(new PaperPanel(reply), 'v2')(report, never)).toEqual(delivery)
  },
)
