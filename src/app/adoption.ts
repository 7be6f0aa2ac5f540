import type { AriDeps, AsteriskConnection } from '../ari/connect.ts'
import type { Direction } from '../domain/direction.ts'
import type { Line } from '../domain/line.ts'
import { whenAborted } from '../kernel/scope.ts'
import type { OperatorRoster } from '../operators/roster.ts'
import type { Plan } from '../scenario/plan.ts'
import type { LeftAttempt } from '../session/adoption/ports.ts'
import { adoptCalls, leftCalls } from '../session/adoption.ts'
import { attend, type Closing, type InboundPorts, scenarioOf } from '../session/inbound.ts'
import type { StoredLiveCalls } from '../store/live-calls.ts'
import type { Store } from '../store/store.ts'
import type { AppParts } from './parts.ts'

/** What adoption works with beyond the settings. */
export interface Adopting {
  readonly store: Pick<Store, 'attempts' | 'contacts'> & { readonly live: StoredLiveCalls }
  readonly asterisk: AsteriskConnection
  readonly roster: OperatorRoster
  readonly lines: { occupy(line: Line, direction: Direction): Disposable }
  /** Also the registry, the scenarios and where records go. */
  readonly inbound: InboundPorts
}

/** Which channels nobody holds are to be left alone, and which callers have had their call: for the connection to Asterisk. */
export function channelsLeft(
  { calls }: Pick<Store, 'calls'>,
  live: StoredLiveCalls,
): Pick<Required<AriDeps>, 'keep' | 'isOver'> {
  return { keep: (id) => live.keeps(id), isOver: (channelId) => calls.has(channelId) }
}

/**
 * Finishes what an earlier run left, once there is a connection to Asterisk and before anything is dialled: `onLooked`
 * is told when dialing may begin. Resolves when the last of those calls has ended.
 */
export async function adoptLeft(
  { config, plans, log, platform }: AppParts,
  { store, asterisk, roster, lines, inbound }: Adopting,
  onLooked: () => void,
  closing: Closing,
  signal: AbortSignal,
): Promise<void> {
  const left = leftCalls(store.attempts.open(), store.live.all()) // before this run has calls of its own
  await connected(asterisk, signal)
  const { registry, script, keep } = inbound
  const { clock } = platform
  const planNamed = (name: string): Plan | undefined => plans.find((plan) => plan.name === name)
  await adoptCalls(
    left,
    {
      company: config.company,
      calls: asterisk.calls,
      live: store.live,
      registry,
      clock,
      occupy: (line, direction) => lines.occupy(line, direction),
      hold: (operator) => roster.take(operator),
      planNamed,
      mediaOf: script.mediaOf,
      release: (attempt) => release(attempt, store, clock.now()),
      // With the scenario that was chosen when they came, where it is still there; else with the next one.
      serve: async (leg, { soFar }, callLog, own) => {
        const { id, direction, company, contact, line, scenario, attemptedAt } = soFar
        const call = { id, direction, company, contact, line, attemptedAt }
        const plan = scenario === undefined ? undefined : planNamed(scenario.name)
        if (plan !== undefined && scenario !== undefined) {
          await attend({ leg, call: { ...call, scenario }, plan }, inbound, callLog, closing, own)
          return
        }
        const choice = inbound.choose()
        await attend(
          { leg, call: { ...call, ...scenarioOf(choice) }, plan: choice?.plan },
          inbound,
          callLog,
          closing,
          own,
        )
      },
      keep,
    },
    log,
    onLooked,
    signal,
  )
}

/** Waits until events flow: before that the end of an adopted call would not be told. */
async function connected(asterisk: AsteriskConnection, signal: AbortSignal): Promise<void> {
  const up = new AbortController()
  const look = (): void => {
    if (asterisk.status().kind === 'up') up.abort()
  }
  using _listening = asterisk.onStatus(look)
  look()
  await whenAborted(up.signal, signal)
}

function release({ contact }: LeftAttempt, { contacts }: Pick<Store, 'contacts'>, now: number): void {
  if (contact.source === 'manual') contacts.setAside(contact.id, 'the test call ended before the phone rang')
  else contacts.release(contact.id, now)
}
