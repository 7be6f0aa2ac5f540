import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../kernel/random.ts'
import type { PanelNumber } from '../../testing/services/panel-state.ts'
import { type Box, startBox } from '../box.ts'
import { Callers } from './callers.ts'
import { consumed, machineTicks } from './consumed.ts'
import { dayOperators } from './customer-kinds.ts'
import { type Day, isCustomer } from './day.ts'
import { dayList, type Person } from './day-list.ts'
import { type DayPlan, linesOf, settingsOf } from './day-plan.ts'
import { readDayStore, spendLine, unsettledIn } from './day-store.ts'
import { leftInAsterisk, processesIn } from './left-behind.ts'
import { PanelOutage } from './panel-outage.ts'
import { PanelWire } from './panel-wire.ts'
import { Shifts } from './shifts.ts'
import { Troubles } from './troubles.ts'

const zone = 'Asia/Tehran'
/** Of the numbers, so many stand on the panel's list a second time. */
const twice = 0.03
/** Nothing is left to call for so long: what is missing never arrived. */
const missingMs = 8_000
const pollMs = 250
const tellEveryMs = 4_000
const settleMs = 15_000
/** The longest call of somebody who rings us. */
const callersLimitMs = 60_000

/** Plays a day on a real exchange and carrier, and gives what came of it. `tell` hears of its progress. */
export async function playDay(plan: DayPlan, tell: (line: string) => void, signal: AbortSignal): Promise<Day> {
  await using stack = new AsyncDisposableStack()
  const random = seededRandom(plan.seed)
  const people = dayList(plan, random)
  const folder = mkdtempSync(join(tmpdir(), 'salehi-day-'))
  if (process.env['SALEHI_RIG_KEEP'] === undefined) stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  else tell(`The folder of the day is kept: ${folder}`)
  const box = stack.use(
    await startBox({ company: 'sina', agents: dayOperators(plan.patient), rig: { recordings: false } }, signal),
  )
  const wire = stack.use(await PanelWire.to(box.panel.url))
  const program = plan.program === undefined ? {} : { program: plan.program }
  const settings = { ...settingsOf(plan), PANEL_BASE_URL: wire.url }
  const shifts = stack.use(new Shifts(box, { folder, settings, ...program }))
  const database = join(folder, 'data/salehi.db')
  await prepareStore(plan, database, shifts, signal)

  const startedMs = Date.now()
  const ticks = machineTicks()
  await shifts.start(signal)
  const repeated = new Set(people.filter(() => random() < twice).map(({ id }) => id))
  box.panel.offer([...people, ...people.filter(({ id }) => repeated.has(id))].map(onList))
  const outage = new PanelOutage(box.panel, wire, plan.panelFailsMs)
  const callers = new Callers(box.rig.carrier, linesOf(plan), random)
  const troubles = new Troubles({ plan, random, shifts, outage, callers }, signal)
  const course = await follow({ plan, people, box, shifts, troubles, outage, database, tell }, signal)
  await troubles.over(AbortSignal.timeout(callersLimitMs))
  const left = await leftInAsterisk(box.rig.pbx, AbortSignal.timeout(settleMs))
  await shifts.stop()
  const ticksNow = machineTicks()
  const { pbx, carrier } = box.rig
  return {
    plan,
    people,
    calls: carrier.calls(),
    callers: callers.all,
    shifts: shifts.all,
    upAtKills: troubles.upAtKills,
    handedAgain: course.handedAgain,
    repeated,
    reports: box.panel.reports.all,
    panelRefused: box.panel.violations,
    store: readDayStore(database, startedMs),
    left: [...left, ...processesIn(folder)],
    ...(outage.failed === undefined ? {} : { panelFailed: outage.failed }),
    startedMs,
    lastFactMs: course.lastFactMs,
    machine: {
      processors: availableParallelism(),
      busy: (ticksNow.busy - ticks.busy) / Math.max(1, ticksNow.all - ticks.all),
      load: course.load,
      ...withSome('pbx', consumed(pbx.pid)),
      ...withSome('carrier', consumed(carrier.pid)),
    },
  }
}

/** An executable makes the store; then the first line gets a past. */
async function prepareStore(plan: DayPlan, database: string, shifts: Shifts, signal: AbortSignal): Promise<void> {
  await shifts.start(signal)
  await shifts.stop()
  shifts.forget()
  const { linePerDay, firstLineLeft } = plan.limits
  spendLine(database, linesOf(plan)[0]!, linePerDay - firstLineLeft, zone)
}

interface Followed {
  readonly plan: DayPlan
  readonly people: readonly Person[]
  readonly box: Box
  readonly shifts: Shifts
  readonly troubles: Troubles
  readonly outage: PanelOutage
  readonly database: string
  readonly tell: (line: string) => void
}

/** Lets troubles come in their time, and returns when everybody is reported, or nothing happens any more. */
async function follow({ plan, people, box, shifts, troubles, outage, database, tell }: Followed, signal: AbortSignal) {
  const startedMs = Date.now()
  const reported = new Set<unknown>()
  const loads: number[] = []
  const handedAgain: number[] = []
  let [seen, lastMs, toldMs, lastFactMs, reports] = [0, startedMs, 0, startedMs, 0]
  for (;;) {
    signal.throwIfAborted()
    if (shifts.died !== undefined) throw shifts.died
    const calls = box.rig.carrier.calls().filter(isCustomer)
    const up = calls.filter(({ endedAtMs }) => endedAtMs === undefined).length
    const { all } = box.panel.reports
    if (all.length > reports) lastFactMs = Date.now()
    for (const { body } of all.slice(reports)) reported.add(body['number_id'])
    reports = all.length
    reported.delete(null)
    await troubles.look({ dialled: calls.length, up })
    const now = Date.now()
    if (calls.length + reported.size > seen || troubles.busy) [seen, lastMs] = [calls.length + reported.size, now]
    if (now - toldMs >= tellEveryMs) {
      toldMs = now
      const [load = 0] = loadavg()
      loads.push(load)
      tell(
        [
          `${((now - startedMs) / 1_000).toFixed(0).padStart(4)} s`,
          `${calls.length} dialled`,
          `${up} up`,
          `${reported.size} of ${people.length} reported`,
          `${troubles.upAtKills.length} kills`,
          `${shifts.memoryMb} MB`,
          `load ${load.toFixed(1)}`,
          ...(outage.now === undefined ? [] : [`panel: ${outage.now}`]),
        ].join('   '),
      )
    }
    if (reported.size >= people.length && up === 0) break
    const missing = people.filter(({ id }) => !reported.has(id) && !handedAgain.includes(id))
    if (up === 0 && missing.length > 0 && now - lastMs > missingMs && unsettledIn(database) === 0) {
      handedAgain.push(...missing.map(({ id }) => id))
      box.panel.offer(missing.map(onList))
    }
    if (now - lastMs > plan.stillMs) {
      tell(`Nothing has happened for ${plan.stillMs / 1_000} s: the day is given up.`)
      break
    }
    await sleep(pollMs, undefined, { signal })
  }
  const mean = loads.reduce((sum, load) => sum + load, 0) / Math.max(1, loads.length)
  return { lastFactMs, handedAgain, load: { mean, most: Math.max(0, ...loads) } }
}

function onList({ id, phone }: Person): PanelNumber {
  return { id, phone_number: phone }
}

function withSome<Name extends string, Value>(name: Name, value: Value | undefined): { [_ in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [_ in Name]?: Value }
}
