import type { ShutGate } from '../dialer/gates.ts'
import type { Log } from '../kernel/log.ts'
import type { WebPorts } from '../web/app.ts'
import type { Controls, Held } from '../web/control.ts'
import { whatOpens } from './gate-advice.ts'
import { readModel, type StatusSources } from './read-model.ts'
import type { Telling } from './story-of.ts'
import { whyOf } from './why.ts'

/** What the routes of a running engine are made of. */
export interface ControlSources extends StatusSources {
  readonly controls: Controls
  /** Of the phone numbers people write (ISO 3166). */
  readonly country: string
  readonly log: Log
}

/** The routes' ports: the read model, the stories, the orders. */
export function controlPorts(sources: ControlSources): WebPorts {
  const { records, country, controls, log } = sources
  return {
    status: () => readModel(sources),
    trusted: {
      controls,
      held: () => heldNow(sources),
      why: (about) => whyOf(about, country, records, tellingWith(sources, readModel(sources))),
    },
    onFault: (route, error) => log.error('control.fault', 'a request could not be answered', { route, error }),
  }
}

/** What stories are told with, as the engine is doing now. */
export function tellingWith({ zone, clock, plans }: StatusSources, status: Telling['status']): Telling {
  const fileOf = (scenario: string): string | undefined => plans.find(({ name }) => name === scenario)?.file
  return { zone, now: clock.now(), fileOf, ...(status === undefined ? {} : { status }) }
}

/** What holds dialing now. */
export function heldNow({ gates, zone, clock, live }: StatusSources): Held {
  const opens = (gate: ShutGate): string => whatOpens(gate, zone, clock.now())
  const holding = gates.closed.map((gate) => ({ name: gate.name, because: gate.because, opens: opens(gate) }))
  return { holding, liveCalls: live().length }
}
