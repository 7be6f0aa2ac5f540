import type { AppParts } from '../../app/parts.ts'
import { callingHours, zoneOf } from '../../app/parts.ts'
import type { Wire } from '../../ari/wire.ts'
import { dayStartIn } from '../../domain/day.ts'
import { countingIds } from '../../kernel/ids.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { soundName } from '../../media/sound-name.ts'
import { nextOpening } from '../../scenario/hours.ts'
import type { Plan } from '../../scenario/plan.ts'
import { inMemory, openDatabase } from '../../store/database.ts'
import type { StagedCounts } from '../../store/import-staging.ts'
import { VirtualPbx } from '../pbx/pbx.ts'
import { VirtualWire } from '../pbx/wire.ts'
import { chanceFor } from '../simulation/chance.ts'
import { CampaignDay } from './campaign-day.ts'
import { CampaignEngine } from './campaign-engine.ts'
import { Crowd } from './crowd.ts'
import type { Figures } from './figures.ts'
import { placesFrom, placeText } from './local-hours.ts'
import type { Mix } from './mix.ts'
import { operatorPhones } from './operator-phones.ts'
import { type PeopleList, takePeople } from './people-list.ts'
import type { Asked, Question } from './questions.ts'
import type { Sentences } from './sentences.ts'
import { Tally } from './tally.ts'
import { servicesFetch } from './virtual-services.ts'

/** A campaign to be simulated. */
export interface ForecastOrder {
  readonly seed: number
  readonly mix: Mix
  /** Settings (see `virtualConfig`), scenarios and rules of the company. */
  readonly parts: Pick<AppParts, 'config' | 'plans' | 'policy'>
  readonly asked: readonly Asked[]
  readonly sentences: ReadonlyMap<Question, Sentences>
  readonly people: PeopleList
  /** Longest it is played for. */
  readonly mostDays: number
  /** Puts something between the engine and the exchange, for tests. */
  readonly between?: (wire: Wire) => Wire
}

/** What came of it: figures, or what broke. */
export type Forecast =
  | { readonly kind: 'figures'; readonly figures: Figures; readonly taken: StagedCounts }
  /** The program did what it must not; for people. */
  | { readonly kind: 'broken'; readonly because: string }
  | { readonly kind: 'closed'; readonly zone: string }

const dayMs = 86_400_000
const rtpTimeoutMs = 30_000
/** How fast prompts are spoken, milliseconds a letter; and how long one without words lasts. */
const letterMs = 72
const wordlessMs = 4_000
/** A Saturday and a Monday on which the week begins, without a holiday of the world's. */
const weekBegins = { saturday: Date.UTC(2026, 0, 10, 10), monday: Date.UTC(2026, 0, 12, 10) }

/** Plays a campaign with the real engine over virtual time. Rejects with the signal's reason; the same order gives the same figures. */
export async function playForecast(order: ForecastOrder, signal: AbortSignal): Promise<Forecast> {
  const { seed, mix, parts, asked, sentences, mostDays } = order
  const zone = zoneOf(parts)
  const hours = callingHours(parts)
  const week = parts.config.country === 'IR' ? weekBegins.saturday : weekBegins.monday
  const first = nextOpening(hours, dayStartIn(zone)(week))
  if (first === undefined) return { kind: 'closed', zone }
  const places = placesFrom(first, zone)
  const clock = new TestClock(first)
  using stack = new DisposableStack()
  const queues = new Set(asked.flatMap((each) => [...each.queues]))
  const operators = operatorPhones(queues, parts.config, parts.policy, mix.operators.people)
  const hour = (): number => places(clock.now()).hour
  const { outbound } = parts.config
  const crowd = stack.use(new Crowd({ seed, mix, sentences, operators, outbound, clock, hour }))
  const pbx = stack.use(
    new VirtualPbx({
      clock,
      random: chanceFor(seed, 'exchange'),
      ids: countingIds(),
      rtpTimeoutMs,
      password: parts.config.ari.password,
      endpoints: { [`PJSIP/${outbound.trunk}`]: 'online' },
      sounds: soundLengths(parts.plans),
      network: (endpoint) => crowd.reach(endpoint),
    }),
  )
  crowd.join(pbx)
  const database = openDatabase(inMemory)
  // The engine closes its database when it ends; it is read once more after that.
  const close = database.close.bind(database)
  stack.defer(() => close())
  database.close = () => undefined
  const ids = countingIds()
  const taken = await takePeople(order.people, database, clock, ids, signal)
  const tally = new Tally(asked, places)
  const services = servicesFetch({ clock, phrases: pbx.phrases, mix, sentences })
  const wire = new VirtualWire(pbx, clock)
  let records = 0
  const engine = new CampaignEngine({
    parts,
    clock,
    random: chanceFor(seed, 'engine'),
    ids,
    wire: order.between?.(wire) ?? wire,
    fetch: services.fetch,
    database,
    onUnplaced: () => tally.takeUnplaced(),
    onRecord: (record) => {
      tally.take(record)
      if (++records % 500 === 0) for (const table of ['turns', 'trace']) database.run(`DELETE FROM ${table}`)
    },
  })
  const day = new CampaignDay(engine, clock, tally, pbx, {
    untilMs: first + mostDays * dayMs,
    opensAt: (now) => nextOpening(hours, now),
    place: (at) => placeText(places(at)),
    busy: services.busy,
    limits: parts.config.limits,
    isOperator: (endpoint) => operators.byEndpoint.has(endpoint),
  })
  const because = await day.play(signal)
  if (because !== undefined) return { kind: 'broken', because }
  const count = (sql: string): number => database.query<{ n: number }, []>(sql).get()?.n ?? 0
  const uncalled = count(
    'SELECT count(*) AS n FROM contacts WHERE NOT EXISTS (SELECT 1 FROM calls WHERE contact_id = contacts.id)',
  )
  const figures = tally.figures({
    seed,
    numbers: count('SELECT count(*) AS n FROM contacts'),
    mostDays,
    seats: operators.seats,
    uncalled,
    isOver: day.isSettled,
  })
  return { kind: 'figures', figures, taken }
}

/** Prompts last as long as their words take to say. */
function soundLengths(plans: readonly Plan[]): (name: string) => number | undefined {
  const lengths = new Map<string, number>()
  for (const plan of plans) {
    for (const spoken of [...plan.prompts.values()].flatMap((prompt) => [...prompt.spoken.values()])) {
      if (spoken.kind !== 'audio') continue
      const ms = spoken.says === undefined ? wordlessMs : Math.max(800, spoken.says.length * letterMs)
      lengths.set(soundName(plan.name, spoken.file), ms)
    }
  }
  return (name) => lengths.get(name)
}
