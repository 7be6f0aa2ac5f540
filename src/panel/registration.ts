import type { Line } from '../domain/line.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Random } from '../kernel/random.ts'
import { delayMs } from '../kernel/retry.ts'
import type { PanelLink, PanelReply } from './client.ts'
import { panelBackoff } from './feed.ts'

/** What a company offers its panel. */
export interface Offer {
  readonly company: string
  readonly scenarios: readonly { readonly name: string; readonly title: string }[]
  /** OUTBOUND_NUMBERS. */
  readonly lines: readonly Line[]
}

/** What registering works with. */
export interface RegistrationPorts {
  readonly client: PanelLink
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/**
 * Tells a v2 panel which scenarios and lines there are (a v1 panel has no place for it). Some panels know the lines
 * under the key `lines` only: once that was learnt, it is used for the life of this object.
 */
export class Registration {
  readonly #ports: RegistrationPorts
  #linesKey: 'outbound_lines' | 'lines' = 'outbound_lines'

  constructor(ports: RegistrationPorts) {
    this.#ports = ports
  }

  /** Returns once both are registered or refused for good; until then tries again, further and further apart. */
  async run(offer: Offer, signal: AbortSignal): Promise<void> {
    const { scenarios, lines } = offer
    if (scenarios.length > 0) await this.#insist('scenarios', (inner) => this.#scenarios(offer, inner), signal)
    if (lines.length > 0) await this.#insist('outbound lines', (inner) => this.#lines(offer, inner), signal)
  }

  async #insist(what: string, send: (signal: AbortSignal) => Promise<PanelReply>, signal: AbortSignal): Promise<void> {
    const { clock, log, random } = this.#ports
    for (let failures = 1; ; failures++) {
      const reply = await send(signal)
      if (reply.kind === 'ok') {
        log.info('panel.registered', 'registered with the panel', { what })
        return
      }
      const fields = { what, because: reply.because }
      if (reply.kind === 'refused') {
        log.error(
          'panel.registration_refused',
          'the panel refuses the registration; dialing goes on without it',
          fields,
        )
        return
      }
      if (failures === 1 && reply.kind === 'unauthorised') {
        log.error('panel.registration_unauthorised', 'the panel refuses our token; correct PANEL_API_TOKEN', fields)
      } else if (failures === 1) log.warn('panel.registration_failed', 'not registered yet; trying again', fields)
      const askedMs = reply.kind === 'unavailable' ? (reply.retryAfterMs ?? 0) : 0
      await clock.sleep(Math.max(askedMs, delayMs(panelBackoff, failures, random)), signal)
    }
  }

  #scenarios({ company, scenarios }: Offer, signal: AbortSignal): Promise<PanelReply> {
    const body = { company, scenarios: scenarios.map(({ name, title }) => ({ name, display_name: title })) }
    return this.#post('api/dialer/register-scenarios', body, signal)
  }

  async #lines(offer: Offer, signal: AbortSignal): Promise<PanelReply> {
    const reply = await this.#linesUnder(this.#linesKey, offer, signal)
    const misunderstood = reply.kind === 'refused' && (reply.status === 400 || reply.status === 422)
    if (!misunderstood || this.#linesKey === 'lines') return reply
    const second = await this.#linesUnder('lines', offer, signal)
    if (second.kind === 'ok') this.#linesKey = 'lines'
    return second
  }

  #linesUnder(key: 'outbound_lines' | 'lines', { company, lines }: Offer, signal: AbortSignal): Promise<PanelReply> {
    const listed = lines.map(({ number, displayName }) => ({
      phone_number: number,
      display_name: displayName ?? number,
    }))
    return this.#post('api/dialer/register-outbound-lines', { company, [key]: listed }, signal)
  }

  async #post(path: string, body: object, signal: AbortSignal): Promise<PanelReply> {
    const request = { method: 'POST', path, body: JSON.stringify(body), wantsBody: true } as const
    const reply = await this.#ports.client.send(request, signal)
    return reply.kind !== 'ok' || isJsonObject(reply.text) ? reply : notThePanel
  }
}

/** Whoever answered so is some other web server: a cache, a firewall's page, a panel that is being put up. */
const notThePanel = {
  kind: 'unavailable',
  because: 'what answered is not the panel, or not ready (no JSON object): check PANEL_BASE_URL',
} as const satisfies PanelReply

/** The contract says no more of the answer than that it is one. */
function isJsonObject(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json)
  } catch {
    return false
  }
}
