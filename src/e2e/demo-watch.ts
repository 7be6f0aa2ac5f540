import { setTimeout as sleep } from 'node:timers/promises'
import type { Box } from './box.ts'
import { type DemoCaller, demoOperators } from './demo-callers.ts'
import type { DemoScreen } from './demo-screen.ts'
import type { InboundCall } from './rig/carrier.ts'
import type { CarrierCall } from './rig/journal.ts'

const lookMs = 150

/** Tells what happens while the campaign runs, from what the telephone network, the panel and the recogniser see. */
export class DemoWatch {
  readonly #box: Box
  readonly #screen: DemoScreen
  readonly #callers: readonly DemoCaller[]
  readonly #seen = new Map<string, CarrierCall>()
  #reports = 0
  #inbound = 0

  constructor(box: Box, callers: readonly DemoCaller[], screen: DemoScreen) {
    this.#box = box
    this.#callers = callers
    this.#screen = screen
  }

  /** Looks until aborted. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.look()
      await sleep(lookMs, undefined, { signal }).catch(() => undefined) // the end of the campaign ends the waiting
    }
  }

  /** Tells what is new since the last look. */
  look(): void {
    for (const call of this.#box.rig.carrier.calls()) {
      const before = this.#seen.get(call.id)
      this.#seen.set(call.id, call)
      if (before === undefined) this.#tell(this.#called(call))
      if (before?.answeredAtMs === undefined && call.answeredAtMs !== undefined) this.#tell(this.#answered(call))
      if (before?.endedAtMs === undefined && call.endedAtMs !== undefined) this.#ended(call)
    }
    for (const { body } of this.#box.panel.reports.all.slice(this.#reports)) {
      this.#reports++
      this.#tell(`${body['phone_number']}  ${this.#screen.bold(`panel is told: ${body['status']}`)}  ${body['reason']}`)
    }
  }

  /** Tells of somebody who calls us, until the call has ended; hangs up for one who leaves while the operator rings. */
  async follow(call: InboundCall, { number, who, calls }: DemoCaller, signal: AbortSignal): Promise<void> {
    this.#inbound++
    this.#tell(`${number}  calls us  ${this.#screen.faint(who)}`)
    if (await call.answered) this.#tell(`${number}  is answered`)
    if (calls?.leaves !== undefined) await this.#leave(call, number, signal)
    await call.ended
    this.#inbound--
    this.#tell(`${number}  the call is over`)
  }

  async #leave(call: InboundCall, number: string, signal: AbortSignal): Promise<void> {
    const rings = (): boolean =>
      [...this.#seen.values()].some(({ number: rung, presented }) => operatorOf(rung) && presented.number === number)
    while (!rings()) await sleep(lookMs, undefined, { signal })
    this.#tell(`${number}  hangs up`)
    await call.hangUp(signal)
  }

  /** A reply as the recogniser wrote it down. */
  says(number: string, text: string): void {
    this.#tell(`${number}  says: «${text}»`)
  }

  #tell(text: string): void {
    const calls = [...this.#seen.values()].filter((call) => call.endedAtMs === undefined && !operatorOf(call.number))
    this.#screen.event(calls.length + this.#inbound, text)
  }

  #called(call: CarrierCall): string {
    const operator = operatorOf(call.number)
    if (operator !== undefined) return `${call.presented.number}  operator ${operator}'s phone rings`
    const who = this.#callers.find(({ number }) => number === call.number)?.who ?? 'nobody on the list'
    return `${call.number}  is called  ${this.#screen.faint(who)}`
  }

  #answered(call: CarrierCall): string {
    const operator = operatorOf(call.number)
    return operator === undefined
      ? `${call.number}  answers`
      : `${call.presented.number}  operator ${operator} talks with them`
  }

  #ended(call: CarrierCall): void {
    // Of phones nobody answered the report tells.
    if (call.answeredAtMs === undefined) return
    const operator = operatorOf(call.number)
    if (operator !== undefined) this.#tell(`${call.presented.number}  operator ${operator} is done`)
    else this.#tell(`${call.number}  ${call.endedBy === 'customer' ? 'hangs up' : 'we hang up'}`)
  }
}

function operatorOf(number: string): string | undefined {
  return demoOperators.find((operator) => operator.phone_number === number)?.full_name
}
