import type { Fed, Feed } from '../dialer/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { type Backoff, delayMs } from '../kernel/retry.ts'
import { readAnswer } from './answer.ts'
import { type BatchSettings, toBatch } from './batch.ts'
import type { PanelFailure, PanelLink, PanelRequest } from './client.ts'
import type { PanelApi, PanelId } from './contract.ts'

/** What the feed needs to know. */
export interface PanelFeedSettings extends BatchSettings {
  readonly api: PanelApi
  readonly company: string
  /** The company's zone; a v1 panel is told its offset. */
  readonly zone: string
}

/** What the feed works with. */
export interface PanelFeedPorts {
  readonly client: PanelLink
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** How many lines are dialing now, told along where it is known (v2). */
  readonly activeLines?: () => number
}

/** Between two questions to a panel that does not answer. */
export const panelBackoff: Backoff = { firstMs: 2_000, factor: 2, maxMs: 60_000, jitter: 0.5 }

const smallestBatch = 1
const largestBatch = 500
const faultsTold = 20
const idsKept = 1_000

/**
 * The panel as a source of contacts. A number that cannot be dialled is left out and told by its panel id; nothing is
 * reported of it: a report speaks of an attempt, and there was none. A panel that hands out more than was asked for has
 * it all taken: it counts those numbers as given.
 */
export class PanelFeed implements Feed {
  readonly finite = false
  readonly #settings: PanelFeedSettings
  readonly #ports: PanelFeedPorts
  readonly #unusable = new Set<PanelId>()
  #scheduleVersion: PanelId = 'v1'
  #failures = 0
  #lastFailure: PanelFailure['kind'] | undefined
  #lastFaults = ''

  constructor(settings: PanelFeedSettings, ports: PanelFeedPorts) {
    this.#settings = settings
    this.#ports = ports
  }

  /** Panel ids of numbers that could not be dialled, for the page; the latest thousand. */
  get unusable(): readonly PanelId[] {
    return [...this.#unusable]
  }

  async next(size: number, signal: AbortSignal): Promise<Fed> {
    const asked = Math.min(largestBatch, Math.max(smallestBatch, Math.trunc(size)))
    const reply = await this.#ports.client.send(this.#request(asked), signal)
    if (reply.kind !== 'ok') return this.#failed(reply)
    const json = parseJson(reply.text)
    if (json === undefined) return this.#failed({ kind: 'unavailable', because: 'the panel answered with broken JSON' })
    this.#answered()
    const { answer, faults } = readAnswer(json, this.#settings.api)
    this.#scheduleVersion = answer.scheduleVersion ?? this.#scheduleVersion
    const mapped = toBatch(answer, this.#settings)
    this.#tellFaults([
      ...faults,
      ...mapped.repeatedNumbers.map((id) => `number ${id}: stands in the batch more than once`),
      ...mapped.unusableAgents.map((id) => `agent ${id}: its phone number cannot be dialled`),
      ...(mapped.unusableLines === 0 ? [] : [`outbound_lines: ${mapped.unusableLines} of them are no phone numbers`]),
    ])
    this.#tellUnusable(mapped.unusableNumbers)
    return { kind: 'batch', batch: mapped.batch }
  }

  #request(size: number): PanelRequest {
    const { api, company, zone } = this.#settings
    if (api === 'v1') {
      const timezone = offset(this.#ports.clock.now(), zone)
      const body = JSON.stringify({ size, timezone, schedule_version: this.#scheduleVersion })
      return { method: 'POST', path: 'api/dialer/get_next_batch', body, wantsBody: true }
    }
    const query = new URLSearchParams({ company, size: String(size) })
    const active = this.#ports.activeLines?.()
    if (active !== undefined) query.set('active_lines_count', String(active))
    return { method: 'GET', path: `api/dialer/next-batch?${query}`, wantsBody: true }
  }

  #failed(failure: PanelFailure): Fed {
    this.#failures++
    const { log, random } = this.#ports
    if (failure.kind !== this.#lastFailure) {
      const fields = { because: failure.because }
      if (failure.kind === 'unavailable')
        log.warn('panel.unavailable', 'the panel gives no numbers; asking again', fields)
      else log.error('panel.refused', 'the panel gives no numbers until a setting is corrected', fields)
    }
    this.#lastFailure = failure.kind
    const askedMs = failure.kind === 'unavailable' ? (failure.retryAfterMs ?? 0) : 0
    const retryAfterMs = Math.max(askedMs, delayMs(panelBackoff, this.#failures, random))
    return { kind: 'unavailable', because: failure.because, retryAfterMs }
  }

  #answered(): void {
    if (this.#failures > 0) {
      this.#ports.log.info('panel.back', 'the panel answers again', { failures: this.#failures })
    }
    this.#failures = 0
    this.#lastFailure = undefined
  }

  /** Told when they change, not with every answer. */
  #tellFaults(faults: readonly string[]): void {
    const told = faults.slice(0, faultsTold)
    const same = told.join('\n') === this.#lastFaults
    this.#lastFaults = told.join('\n')
    if (faults.length === 0 || same) return
    const message = "parts of the panel's answer are wrong and were left out"
    this.#ports.log.warn('panel.answer_wrong', message, { faults: told, count: faults.length })
  }

  #tellUnusable(ids: readonly PanelId[]): void {
    const fresh = ids.filter((id) => !this.#unusable.has(id))
    if (fresh.length === 0) return
    for (const id of fresh) this.#unusable.add(id)
    for (const id of this.#unusable) {
      if (this.#unusable.size <= idsKept) break
      this.#unusable.delete(id)
    }
    const message = 'numbers of the panel cannot be dialled and were left out; correct them in the panel'
    this.#ports.log.warn('panel.numbers_unusable', message, { count: fresh.length, panelIds: fresh.slice(0, 50) })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `+0330`. */
function offset(nowMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).offset.replace(':', '')
}
