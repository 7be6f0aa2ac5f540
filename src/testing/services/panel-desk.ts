import { type Answer, json } from './faults.ts'
import { batchV1, batchV2 } from './panel-batch.ts'
import { faultsOf, nextBatchQuery, type PanelEndpoint, panelBodies } from './panel-contract.ts'
import type { PanelState } from './panel-state.ts'

/** How this panel differs from another. */
export interface PanelDeskOptions {
  readonly company: string
  readonly linesKey: 'outbound_lines' | 'lines'
  readonly timezone: string
  /** Epoch milliseconds. */
  now(): number
}

type Fields = Readonly<Record<string, never>>

/** Does what a well-formed request asks, and refuses any other with 422. */
export class PanelDesk {
  readonly state: PanelState
  readonly violations: string[] = []
  readonly #options: PanelDeskOptions

  constructor(options: PanelDeskOptions, state: PanelState) {
    this.#options = options
    this.state = state
  }

  nextBatch(query: Readonly<Record<string, string>>): Answer {
    const { company, timezone, now } = this.#options
    const wrong = faultsOf(nextBatchQuery, query)
    if (wrong.length > 0) return this.#refuse(wrong)
    if (query['company'] !== company) return this.#refuse([`company is «${query['company']}»`])
    return json(200, batchV2(this.state, Number(query['size']), timezone, now()))
  }

  /** @param raw the bytes as they came, @param body what they hold */
  post(endpoint: PanelEndpoint, raw: string, body: unknown, idempotencyKey: string): Answer {
    const wrong = faultsOf(panelBodies[endpoint], body)
    if (wrong.length > 0) return this.#refuse(wrong)
    const fields = body as Fields
    const { company } = fields
    if (company !== undefined && company !== this.#options.company) return this.#refuse([`company is «${company}»`])
    switch (endpoint) {
      case 'register-scenarios':
        this.state.registerScenarios(fields['scenarios'] ?? [])
        return json(200, { scenarios: this.state.scenarios })
      case 'register-outbound-lines':
        return this.#registerLines(fields)
      case 'get_next_batch':
        return json(200, batchV1(this.state, Number(fields['size'])))
      case 'report-result':
        return this.#report({ api: 'v2', idempotencyKey, body: fields, raw })
      case 'report_result':
        return this.#report({ api: 'v1', idempotencyKey, body: fields, raw })
    }
  }

  #registerLines(fields: Fields): Answer {
    const lines = fields[this.#options.linesKey]
    // A panel of the other kind, not a fault of the client's.
    if (lines === undefined) return json(422, { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] })
    this.state.registerLines(lines)
    return json(200, { outbound_lines: this.state.lines })
  }

  #report(report: Parameters<PanelState['report']>[0]): Answer {
    const wrong = this.state.report(report)
    return wrong.length > 0 ? this.#refuse(wrong) : json(200, { ok: true })
  }

  #refuse(wrong: readonly string[]): Answer {
    this.violations.push(...wrong)
    return json(422, { detail: wrong.map((msg) => ({ loc: ['body'], msg, type: 'value_error' })) })
  }
}
