import { RequestLog } from './request-log.ts'

/** A number to call. */
export interface PanelNumber {
  readonly id: number | string
  readonly phone_number: string
}

/** Someone on duty. */
export interface PanelAgent {
  readonly id: number | string
  readonly full_name?: string
  readonly phone_number: string
}

/** A registered scenario. */
export interface PanelScenario {
  readonly id: number
  readonly name: string
  readonly display_name: string
}

/** A registered line. */
export interface PanelLine {
  readonly id: number
  readonly phone_number: string
  readonly display_name: string
}

/** A report the panel took, once for each time it came. */
export interface PanelReport {
  readonly api: 'v1' | 'v2'
  readonly idempotencyKey: string
  readonly body: Readonly<Record<string, unknown>>
  /** The bytes as they came. */
  readonly raw: string
  /** It had come before. */
  readonly repeat: boolean
}

/** What a panel knows: numbers to hand out, what was registered, what was reported. */
export class PanelState {
  readonly reports = new RequestLog<PanelReport>()
  readonly scenarios: PanelScenario[] = []
  readonly lines: PanelLine[] = []
  agents: { readonly inbound: readonly PanelAgent[]; readonly outbound: readonly PanelAgent[] } = {
    inbound: [],
    outbound: [],
  }
  closed: { readonly reason: string; readonly retryAfterSeconds: number } | undefined
  /** Rises whenever the panel opens or closes. */
  scheduleVersion = 1
  /** Overrides the registered scenarios as the active ones: a list, or left out of the answer. */
  activeScenarios: readonly PanelScenario[] | 'absent' | undefined
  #batches = 0
  readonly #waiting: PanelNumber[] = []
  readonly #handedOut = new Map<string, PanelNumber>()
  readonly #bytes = new Map<string, string>()

  /** Puts numbers at the end of the list. */
  offer(numbers: readonly PanelNumber[]): void {
    this.#waiting.push(...numbers)
  }

  /** How many numbers were not handed out yet. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** The next numbers, each handed out once. */
  take(size: number): { readonly id: string; readonly numbers: readonly PanelNumber[] } {
    const numbers = this.closed === undefined ? this.#waiting.splice(0, size) : []
    for (const number of numbers) this.#handedOut.set(String(number.id), number)
    return { id: `batch-${++this.#batches}`, numbers }
  }

  registerScenarios(scenarios: readonly { readonly name: string; readonly display_name: string }[]): void {
    for (const scenario of scenarios) {
      if (this.scenarios.some((known) => known.name === scenario.name)) continue
      this.scenarios.push({ id: this.scenarios.length + 1, ...scenario })
    }
  }

  registerLines(lines: readonly { readonly phone_number: string; readonly display_name: string }[]): void {
    for (const line of lines) {
      if (this.lines.some((known) => known.phone_number === line.phone_number)) continue
      this.lines.push({ id: this.lines.length + 1, ...line })
    }
  }

  /** Takes a report; what is wrong with it otherwise, in one sentence each. */
  report(report: Omit<PanelReport, 'repeat'>): readonly string[] {
    const wrong = this.#wrongNumber(report.body)
    if (report.idempotencyKey === '') wrong.push('Idempotency-Key is missing')
    const before = this.#bytes.get(report.idempotencyKey)
    if (before !== undefined && before !== report.raw) wrong.push('a repeat differs from what it repeats')
    if (wrong.length > 0) return wrong
    this.#bytes.set(report.idempotencyKey, report.raw)
    this.reports.add({ ...report, repeat: before !== undefined })
    return wrong
  }

  #wrongNumber(body: Readonly<Record<string, unknown>>): string[] {
    const id = body['number_id'] ?? body['contact_id']
    if (id === null || id === undefined) return []
    const number = this.#handedOut.get(String(id))
    if (number === undefined) return ['a number that was never handed out']
    const phone = body['phone_number']
    if (typeof phone === 'string' && tail(phone) !== tail(number.phone_number)) return ['a number under another id']
    return []
  }
}

/** Numbers are the same when their last nine digits are: prefixes are written in many ways. */
function tail(phone: string): string {
  return phone.replace(/\D/g, '').slice(-9)
}
