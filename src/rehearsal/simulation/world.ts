import type { Database } from 'bun:sqlite'
import type { AppParts } from '../../app/parts.ts'
import type { Wire } from '../../ari/wire.ts'
import { parsePhoneNumber } from '../../domain/phone-number.ts'
import { countingIds } from '../../kernel/ids.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { ImportStaging } from '../../store/import-staging.ts'
import { type GapGptService, gapGptService } from '../../testing/services/gapgpt.ts'
import { type MelipayamakService, melipayamakService } from '../../testing/services/melipayamak.ts'
import { type PanelService, panelService } from '../../testing/services/panel.ts'
import { type ViraService, viraService } from '../../testing/services/vira.ts'
import { VirtualPbx } from '../pbx/pbx.ts'
import { Timeline } from '../pbx/timeline.ts'
import { VirtualWire } from '../pbx/wire.ts'
import { between, chanceFor } from './chance.ts'
import { type DayPlan, dayTrunk } from './day-plan.ts'
import { virtualFetch } from './errands.ts'
import { dayCompany, houseOf, newDatabase, services } from './house.ts'
import { openStaged } from './imported-list.ts'
import type { LifeWorld } from './life.ts'
import { everydayMix, operatorOf, personOf } from './people.ts'
import { sayings } from './sayings.ts'
import { Trace } from './trace.ts'

/** Half past nine in Tehran on a working day. */
const beginsAt = Date.UTC(2026, 0, 5, 6, 0, 0)
const rtpTimeoutMs = 30_000

/** Everything an engine meets on a simulated day: exchange, people, services, time, chance and what is kept. */
export interface SimulatedWorld extends Disposable {
  readonly plan: DayPlan
  readonly clock: TestClock
  /** What will happen to the house. */
  readonly timeline: Timeline
  readonly pbx: VirtualPbx
  readonly panel: PanelService
  readonly recogniser: ViraService
  readonly model: GapGptService
  readonly sms: MelipayamakService
  readonly database: Database
  readonly trace: Trace
  /** What the engine logged, by event: the fields of the latest. */
  readonly logged: ReadonlyMap<string, string>
  readonly parts: Pick<AppParts, 'config' | 'plans' | 'policy'>
  /** What a run of the engine is given. */
  readonly forLife: LifeWorld
  /** Requests under way that take more than virtual time. */
  readonly busy: () => number
}

/** Makes the world of a day. */
export async function simulatedWorld(plan: DayPlan): Promise<SimulatedWorld> {
  const { seed } = plan
  const clock = new TestClock(beginsAt)
  const trace = new Trace(() => clock.elapsed())
  const chance = (purpose: string) => chanceFor(seed, purpose)
  const pbx = pbxOf(plan, clock)
  const common = { clock }
  const panel = panelService({
    ...common,
    token: services.panel.secret,
    company: dayCompany,
    outboundAgents: agentsOf(plan),
    inboundAgents: agentsOf(plan),
  })
  const recogniser = viraService({
    ...common,
    token: services.recogniser.secret,
    recognise: (wav) => pbx.phrases.transcriptOf(wav),
  })
  const model = gapGptService({ ...common, key: services.model.secret, classify: () => 'unknown' })
  const sms = melipayamakService({ ...common, key: services.sms.secret })
  const errands = virtualFetch(
    {
      [services.panel.host]: panel.handle,
      [services.recogniser.host]: recogniser.handle,
      [services.model.host]: model.handle,
      [services.sms.host]: sms.handle,
    },
    trace,
  )
  const parts = await houseOf(plan)
  const database = newDatabase()
  const timeline = new Timeline(clock)
  const logged = new Map<string, string>()
  panel.offer(
    numbersOf(plan)
      .slice(plan.imported)
      .map((phone_number, nth) => ({ id: nth + 1, phone_number })),
  )
  importList(database, clock, numbersOf(plan).slice(0, plan.imported))
  return {
    plan,
    clock,
    timeline,
    pbx,
    panel,
    recogniser,
    model,
    sms,
    database,
    trace,
    logged,
    parts,
    forLife: {
      parts,
      clock,
      random: chance('engine'),
      ids: countingIds(),
      wire: tracedWire(new VirtualWire(pbx, clock), plan, clock, trace),
      fetch: errands.fetch,
      database,
      trace,
      logged,
    },
    busy: errands.busy,
    [Symbol.dispose]() {
      timeline[Symbol.dispose]()
      pbx[Symbol.dispose]()
      database.close()
    },
  }
}

/** Everybody to be called, those of the imported list first. */
export function numbersOf({ contacts }: Pick<DayPlan, 'contacts'>): readonly string[] {
  return Array.from({ length: contacts }, (_, nth) => `0913${String(1_000_000 + nth)}`)
}

function agentsOf({ operators }: DayPlan) {
  return operators.map((phone_number, nth) => ({ id: 100 + nth, full_name: `operator ${nth + 1}`, phone_number }))
}

function pbxOf(plan: DayPlan, clock: TestClock): VirtualPbx {
  const { seed } = plan
  const operators = new Set(plan.operators)
  return new VirtualPbx({
    clock,
    random: chanceFor(seed, 'exchange'),
    ids: countingIds(),
    version: plan.asteriskVersion,
    rtpTimeoutMs,
    endpoints: { [`PJSIP/${dayTrunk}`]: 'online' },
    sounds: (name) => (name.startsWith('custom/') ? between(chanceFor(seed, name), 1_200, 9_000) : undefined),
    network: (endpoint, attempt) => {
      const number = /^PJSIP\/\+?(\d+)@/.exec(endpoint)?.[1] ?? ''
      const random = chanceFor(seed, `${number} ${attempt}`)
      return {
        kind: 'reaches',
        script: operators.has(number) ? operatorOf(random) : personOf(everydayMix, sayings, random),
      }
    },
  })
}

/** The way to the exchange: each request takes a while of its own, and is told to the trace. */
function tracedWire(wire: VirtualWire, { seed, latencyMs }: DayPlan, clock: TestClock, trace: Trace): Wire {
  const random = chanceFor(seed, 'wire')
  return {
    openSocket: (url, headers) => wire.openSocket(url, headers),
    async fetch(url, request) {
      if (latencyMs > 0) await clock.sleep(between(random, 0, latencyMs), request.signal)
      const what = `${request.method} ${url.slice(url.indexOf('/ari/') + 4)}`
      try {
        const response = await wire.fetch(url, request)
        trace.add(`${what} → ${response.status}`)
        return response
      } catch (error) {
        trace.add(`${what} → ${(error as { readonly code?: string }).code ?? 'given up'}`)
        throw error
      }
    },
  }
}

/** As an owner imports a list: each row once, handed out from the instant the whole of it stands there. */
function importList(database: Database, clock: TestClock, numbers: readonly string[]): void {
  if (numbers.length === 0) return
  const staging = new ImportStaging(database, countingIds())
  for (const [at, value] of numbers.entries()) {
    const phone = parsePhoneNumber(value, 'IR')
    if (phone === undefined) throw new Error(`${value} is no number`)
    staging.add({ row: at + 1, value, person: { phone, fields: {} } })
  }
  staging.judge()
  openStaged(database, clock, { file: 'list.csv', rows: numbers.length })
}
