import type { Outgoing } from '../domain/outgoing.ts'
import type { PhoneNumber } from '../domain/phone-number.ts'
import { Bell } from '../kernel/bell.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { mendedText, stoppedText } from './alert-text.ts'
import type { GateName, Gates, ShutGate } from './gates.ts'
import type { Incident, IncidentBook } from './ports.ts'

/** Gates that, once shut, need a person. */
export const incidentGates = [
  'recogniser',
  'llm',
  'failures',
  'trunk',
  'disk',
  'sounds',
  'asterisk',
] as const satisfies readonly GateName[]
export type IncidentGate = (typeof incidentGates)[number]

/**
 * How long a gate is shut before anyone is told; at once where not named. Asterisk is reached again by itself after most
 * breaks, and once restarted it calls a trunk offline until the first answer of its carrier, which may take a minute.
 */
const graceMs: Partial<Record<IncidentGate, number>> = { asterisk: 60_000, trunk: 90_000 }
/** A gate that shuts again within this time belongs to the same incident, and only one open for so long is told as mended. */
const settledMs = 600_000
const lookMs = 5_000

export interface IncidentWatchPorts {
  readonly book: IncidentBook
  /** Those open on trial only: nothing has shown yet that all is well there. */
  readonly gates: Pick<Gates, 'onTrial'>
  readonly clock: Clock
  readonly log: Log
  /** Who is told by SMS; absent = nobody. */
  readonly alerts?: { readonly company: string; readonly admins: readonly PhoneNumber[] }
}

/** An incident that is not over; `wellSince` (monotonic) while its gate is open and nothing speaks against it. */
interface Known {
  readonly incident: Incident
  wellSince?: number | undefined
}

/**
 * Watches the gates and keeps the incidents: what needs a person is written once with the one SMS owed for it, over
 * restarts too; a second SMS says when it has been well again for ten minutes. It writes at its own pace, never inside
 * the change of a gate.
 */
export class IncidentWatch {
  readonly #ports: IncidentWatchPorts
  readonly #bell = new Bell()
  readonly #shut = new Map<GateName, { readonly because: string; readonly since: number }>()
  readonly #known: Map<GateName, Known>
  readonly #unwritten = new Set<GateName>()

  constructor(ports: IncidentWatchPorts) {
    this.#ports = ports
    this.#known = new Map(ports.book.openIncidents().map((incident) => [incident.kind, { incident }]))
  }

  /** A gate was shut, or opened; to be called from {@link Gates}' `onChange`. Never throws and never waits. */
  changed(gate: GateName, shut: ShutGate | undefined): void {
    if (shut === undefined) this.#shut.delete(gate)
    else {
      const since = this.#shut.get(gate)?.since ?? this.#ports.clock.elapsed()
      this.#shut.set(gate, { because: shut.because, since })
    }
    const known = this.#known.get(gate)
    if (known !== undefined) known.wellSince = undefined
    this.#bell.ring()
  }

  /** Keeps the incidents until aborted; rejects with the signal's reason. */
  async run(signal: AbortSignal): Promise<never> {
    for (;;) {
      for (const gate of incidentGates) this.#tend(gate)
      await this.#bell.wait(this.#ports.clock, lookMs, signal)
    }
  }

  /** A store that cannot be written now is tried again at the next look. */
  #tend(gate: IncidentGate): void {
    try {
      this.#look(gate)
      this.#unwritten.delete(gate)
    } catch (error) {
      if (this.#unwritten.has(gate)) return
      this.#unwritten.add(gate)
      const name = error instanceof Error ? error.name : 'unknown'
      this.#ports.log.error('incident.unwritten', 'dialing stopped, and that cannot be written down: nobody is told', {
        gate,
        error: name,
      })
    }
  }

  #look(gate: IncidentGate): void {
    const now = this.#ports.clock.elapsed()
    const shut = this.#shut.get(gate)
    const known = this.#known.get(gate)
    if (shut !== undefined) {
      if (known === undefined && now - shut.since >= (graceMs[gate] ?? 0)) this.#open(gate, shut)
      return
    }
    if (known === undefined) return
    if (this.#ports.gates.onTrial.includes(gate)) {
      known.wellSince = undefined
      return
    }
    known.wellSince ??= now
    if (now - known.wellSince >= settledMs) this.#close(gate, known.incident, now - known.wellSince)
  }

  #open(gate: IncidentGate, { because, since }: { readonly because: string; readonly since: number }): void {
    const { book, clock, log, alerts } = this.#ports
    const openedAt = clock.now() - (clock.elapsed() - since)
    const incident = book.open({ kind: gate, because, openedAt }, (written) =>
      this.#owed(`incident-${written.id}-stopped`, (company) => stoppedText(company, gate)),
    )
    this.#known.set(gate, { incident })
    const told = alerts === undefined ? 'nobody: SMS_API_KEY, SMS_FROM and SMS_ADMINS are not all set' : 'SMS_ADMINS'
    log.error('incident.open', 'dialing stopped and needs a person', { gate, because, told })
  }

  #close(gate: IncidentGate, incident: Incident, wellForMs: number): void {
    const { book, clock, log } = this.#ports
    const owed = this.#owed(`incident-${incident.id}-mended`, (company) => mendedText(company, gate))
    book.close(incident.id, clock.now() - wellForMs, owed)
    this.#known.delete(gate)
    log.info('incident.closed', 'what had stopped dialing is mended', { gate })
  }

  #owed(key: string, text: (company: string) => string): readonly Outgoing[] {
    const { alerts, clock } = this.#ports
    if (alerts === undefined) return []
    const body = { to: alerts.admins, text: text(alerts.company), owedAt: clock.now() }
    return [{ kind: 'sms.alert', key, body: JSON.stringify(body) }]
  }
}
