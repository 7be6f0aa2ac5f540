import { parsePhoneNumber } from '../../domain/phone-number.ts'
import { DoNotCall } from '../../store/do-not-call.ts'
import { between, chanceFor, oneOf } from './chance.ts'
import type { Day } from './day.ts'
import { dayTrunk } from './day-plan.ts'
import { Struck } from './doom.ts'
import { everydayMix, personOf } from './people.ts'
import { sayings } from './sayings.ts'
import type { Trouble } from './troubles.ts'
import { numbersOf, type SimulatedWorld } from './world.ts'

const slowMs = 8_000

/** Lets a trouble of the plan strike, and heals it when its time is over. */
export function happen(day: Day, trouble: Trouble): void {
  const { world } = day
  const { pbx, timeline, trace } = world
  day.note(nameOf(trouble))
  trace.add(`trouble ${JSON.stringify(trouble)}`)
  const random = chanceFor(world.plan.seed, `trouble at ${trouble.atMs}`)
  /** From now for `forMs`, then undone. */
  const lasting = (forMs: number, undo: () => void): void => {
    const lasts = day.trouble()
    timeline.after(forMs, () => {
      undo()
      lasts[Symbol.dispose]()
      trace.add(`over ${trouble.kind}`)
    })
  }
  switch (trouble.kind) {
    case 'panel':
    case 'recogniser':
    case 'model':
    case 'sms':
      world[trouble.kind].always(serviceFault(trouble.fault) as never)
      lasting(trouble.forMs, () => world[trouble.kind].always(undefined))
      return
    case 'panel_closes':
      world.panel.close('outside of the hours of the panel', 20)
      lasting(trouble.forMs, () => world.panel.open())
      return
    case 'pbx_faulty':
      pbx.faults.set(trouble.fault, trouble.chance)
      lasting(trouble.forMs, () => pbx.faults.set(trouble.fault, 0))
      return
    case 'rival': {
      if (!pbx.up) return
      const apps = [world.parts.config.ari.app]
      const rival = pbx.connect({ apps, subscriber: { deliver: () => undefined, cut: () => undefined } })
      lasting(trouble.forMs, () => {
        pbx.disconnect(rival)
        day.stop(1_000)
      })
      return
    }
    case 'socket_dropped':
      pbx.dropSockets()
      return
    case 'socket_stalled':
      pbx.stallSockets()
      return
    case 'pbx_restarted':
      if (!pbx.up) return
      if (trouble.how === 'killed') pbx.kill()
      else pbx.stop()
      lasting(trouble.forMs, () => pbx.start())
      return
    case 'trunk_offline':
      pbx.setEndpoint(`PJSIP/${dayTrunk}`, 'offline')
      lasting(trouble.forMs, () => pbx.setEndpoint(`PJSIP/${dayTrunk}`, 'online'))
      return
    case 'engine_killed':
      day.kill(trouble.forMs)
      return
    case 'engine_doomed':
      day.doom(trouble.fate, trouble.forMs)
      return
    case 'engine_stopped':
      day.stop(trouble.forMs)
      return
    case 'clock_set':
      world.clock.setWall(world.clock.now() + trouble.byMs)
      return
    case 'paused':
      pause(day, trouble.forMs)
      return
    case 'barred':
      bar(world, oneOf(random, numbersOf(world.plan)))
      return
    case 'caller':
      callIn(world, trouble.line, random)
  }
}

/** As the commands `pause` and `resume` do it: on the disk first, then to the engine. */
function pause(day: Day, forMs: number): void {
  const app = day.life?.app
  if (app === undefined) return
  survives(() => {
    app.store.pause.set('paused by hand', day.world.clock.now())
    app.gates.shut('paused', 'paused by hand')
  })
  const lasts = day.trouble()
  const resume = (): void => {
    const now = day.life?.app
    const isDone =
      now !== undefined &&
      survives(() => {
        now.store.pause.clear()
        now.gates.open('paused')
        now.wake()
      })
    if (isDone) lasts[Symbol.dispose]()
    else day.world.timeline.after(1_000, resume)
  }
  day.world.timeline.after(forMs, resume)
}

/** Carries out an order to a run; false when it died of it. */
function survives(order: () => void): boolean {
  try {
    order()
    return true
  } catch (error) {
    if (error instanceof Struck) return false
    throw error
  }
}

function bar({ database, clock }: SimulatedWorld, number: string): void {
  const phone = parsePhoneNumber(number, 'IR')
  if (phone !== undefined) new DoNotCall(database).add(phone, clock.now())
}

function callIn({ pbx, parts, plan }: SimulatedWorld, line: string, random: () => number): void {
  if (!pbx.up) return
  const callerId = oneOf(random, [...numbersOf(plan), `0935${between(random, 1_000_000, 9_999_999)}`])
  const { acts } = personOf({ ...everydayMix, reached: { ...noNetwork, answers: 1 } }, sayings, random)
  const script = { network: { kind: 'answers', afterMs: 0 }, acts } as const
  pbx.callIn(
    { did: line, callerId, script, trunk: dayTrunk, patienceMs: between(random, 5_000, 60_000) },
    parts.config.ari.app,
  )
}

const noNetwork = { answers: 0, no_answer: 0, busy: 0, power_off: 0, unallocated: 0, rejected: 0, silent_network: 0 }

function serviceFault(fault: string): unknown {
  switch (fault) {
    case 'slow':
      return { fault, ms: slowMs }
    case 'rate_limit':
      return { fault, retryAfterS: 20 }
    default:
      return { fault }
  }
}

function nameOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'panel':
    case 'recogniser':
    case 'model':
    case 'sms':
      return `${trouble.kind}_${trouble.fault}`
    case 'pbx_restarted':
      return `pbx_${trouble.how}`
    default:
      return trouble.kind
  }
}
