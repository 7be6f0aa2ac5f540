import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PanelStandIn, startPanel } from '../../testing/services/panel.ts'
import { type Box, lines } from '../box.ts'
import { type Engine, startEngine } from '../engine.ts'
import { type Accounts, faultsOf } from './accounts.ts'
import { Caller } from './caller.ts'
import { type Day, dayOf } from './day.ts'
import { briefScenario, type Home } from './home.ts'
import { keptAtDeath } from './kept-at-death.ts'
import { leftOnPbx } from './left-on-pbx.ts'
import { type CrashPoint, passedPoints } from './points.ts'

/** What a trial works with. */
export interface Rigged {
  readonly box: Box
  readonly home: Home
  /** Data folders stand below it. */
  readonly folder: string
  /** Where the engines' page is; free. */
  readonly port: number
}

/** One day with its deaths. */
export interface Trial {
  readonly nth: number
  /** Where the first engine dies, where the second, …; empty = nobody dies. */
  readonly deaths: readonly CrashPoint[]
  /** The last engine writes down the points it passes; otherwise it is the product itself. */
  readonly listing?: boolean
  /** The panel sends every number it has no report of again and again, as one may; else only those nobody had kept. */
  readonly stubborn?: boolean
  /** A fault planted to see that it is found: with each death everything since the last checkpoint is lost. */
  readonly forgetful?: boolean
}

/** What came of a trial. */
export interface Tried {
  readonly deaths: readonly CrashPoint[]
  /** Points the last engine passed, with how often, where it was asked to list them. */
  readonly passed: ReadonlyMap<string, number>
  /** Whether each engine died at its point. */
  readonly died: boolean
  /** From the start of the last engine until it dialled or could; undefined without a death. */
  readonly inControlMs?: number
  readonly wholeMs: number
  /** One sentence each; empty when every number and caller was accounted for once. */
  readonly faults: readonly string[]
  /** What the engines printed, for a person to read. */
  readonly output: string
}

/** Longest a day may take after its last engine started. */
const dayMs = 25_000
/** Longest the next engine may take until it is in control. */
export const controlLimitMs = 5_000
const pollMs = 20
const killed = 137

/** Runs a day: engines die at their points, the next is started on the same data at once, and everything is accounted for. */
export async function tryDay(trial: Trial, rigged: Rigged, signal: AbortSignal): Promise<Tried> {
  const startedMs = performance.now()
  await using stack = new AsyncDisposableStack()
  const day = dayOf(trial.nth)
  const panel = stack.use(await panelOf(day))
  if (trial.stubborn === true) sendAgain(day, panel)
  const folder = join(rigged.folder, `day-${trial.nth}`)
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const accounts = { day, panel, carrier: rigged.box.rig.carrier, sinceMs: Date.now(), folder }
  const bar = startEngine({
    ...commandOf(rigged.home),
    args: ['dnc', 'add', day.barred],
    settings: { COMPANY: 'sina' },
    folder,
  })
  if ((await bar.exited) !== 0) throw new Error(`a number could not be barred:\n${bar.output}`)
  const lives = await live(trial, accounts, rigged, stack, signal)
  const left = await leftOnPbx(rigged.box.rig.pbx, AbortSignal.any([signal, AbortSignal.timeout(4_000)]))
  lives.last.kill('SIGTERM')
  const endedWith = await lives.last.exited
  const { controlMs, callers, inFlight, died } = lives
  const slow = trial.deaths.length > 0 && died && !(controlMs !== undefined && controlMs <= controlLimitMs)
  return {
    deaths: trial.deaths,
    passed: passedPoints(lives.list),
    died,
    ...(controlMs === undefined ? {} : { inControlMs: controlMs }),
    wholeMs: performance.now() - startedMs,
    faults: [
      ...(died ? [] : ['an engine did not die at its point']),
      ...(slow ? [`in control after ${controlMs ?? 'more than 5000'} ms`] : []),
      ...(endedWith === 0 || !died ? [] : [`the last engine ended with ${endedWith}`]),
      ...left.map((one) => `left on the PBX: ${one}`),
      ...faultsOf({ ...accounts, callers, inFlight }),
    ],
    output: lives.output(),
  }
}

interface Lives {
  readonly last: Engine
  readonly died: boolean
  readonly controlMs: number | undefined
  /** How many inbound calls an engine had in its hands. */
  readonly callers: number
  /** Keys of the reports the panel had taken last when an engine died. */
  readonly inFlight: readonly string[]
  readonly list: string
  output(): string
}

/** One engine after another, until the day is over or one does not die as it should. */
async function live(
  { nth, deaths, listing = false, stubborn = false, forgetful = false }: Trial,
  accounts: Accounts,
  rigged: Rigged,
  stack: AsyncDisposableStack,
  signal: AbortSignal,
): Promise<Lives> {
  const { panel, day, folder, carrier } = accounts
  const settings = settingsOf(rigged, panel)
  const list = join(rigged.folder, `passed-${nth}`)
  const caller = new Caller(carrier, day, lines[0])
  const engines: Engine[] = []
  const inFlight: string[] = []
  for (let life = 0; ; life++) {
    const at = deaths[life]
    const limit = AbortSignal.any([signal, AbortSignal.timeout(dayMs)])
    const asked = askedCount(panel)
    const startedMs = performance.now()
    const program = commandOf(rigged.home, at, listing ? list : undefined)
    const engine = stack.use(startEngine({ ...program, settings, folder }))
    engines.push(engine)
    const ended = await Promise.race([engine.exited, inControl(rigged, panel, asked, limit)])
    const controlMs = ended === 'in control' ? performance.now() - startedMs : undefined
    if (controlMs !== undefined) caller.ring(AbortSignal.any([signal, AbortSignal.timeout(dayMs * 2)]))
    const over = new AbortController()
    const settling = settled(accounts, caller, AbortSignal.any([limit, over.signal]))
    const code = await Promise.race([engine.exited, settling])
    over.abort()
    if (at === undefined || code !== killed) {
      const output = (): string => engines.map((each) => each.output).join('--- killed ---\n')
      const callers = (await Promise.race([caller.arrived(), sleep(1_000)]).catch(() => 0)) ?? 0
      return { last: engine, died: at === undefined, controlMs, callers, inFlight, list, output }
    }
    inFlight.push(...panel.reports.all.slice(-1).map(({ idempotencyKey }) => idempotencyKey))
    if (forgetful) rmSync(join(folder, 'data/salehi.db-wal'), { force: true })
    if (!stubborn) offerAgain(day, panel, folder)
  }
}

const panelOf = async ({ numbers, agents }: Day): Promise<PanelStandIn> => {
  const panel = await startPanel({
    token: 'panel-token',
    company: 'sina',
    numbers,
    outboundAgents: agents,
    inboundAgents: agents,
  })
  panel.next({ fault: 'server_error' }, { on: 'report-result' })
  panel.activate([{ id: 7, name: briefScenario, display_name: briefScenario }])
  return panel
}

/** The product, or the executable that dies or lists. */
function commandOf(home: Home, at?: CrashPoint, list?: string) {
  const args = ['--company', 'sina']
  if (at !== undefined)
    return { program: 'env', args: [`SALEHI_CRASH_AT=${at.name}#${at.time}`, home.crashing, ...args] }
  if (list !== undefined) return { program: 'env', args: [`SALEHI_CRASH_LIST=${list}`, home.crashing, ...args] }
  return { program: home.program, args }
}

function settingsOf({ box, home, port }: Rigged, panel: PanelStandIn): Readonly<Record<string, string>> {
  return {
    ...box.settings,
    PANEL_BASE_URL: panel.url,
    SCENARIOS_DIR: home.scenarios,
    GAPGPT_API_KEY: '',
    OUTBOUND_NUMBERS: [...lines, '02191302956', '02191302957'].join(','),
    WEB_LISTEN: `127.0.0.1:${port}`,
    MAX_ORIGINATIONS_PER_SECOND: '0',
    ORIGINATION_TIMEOUT: '2',
    OPERATOR_TIMEOUT: '6',
    DIALER_BATCH_SIZE: '20',
    DIALER_DEFAULT_RETRY: '1',
    FAIL_ALERT_THRESHOLD: '100',
    LOG_LEVEL: 'DEBUG',
  }
}

/** Waits until the page says that Asterisk is there and the dialer has made its first decision: it asked for numbers. */
async function inControl(
  { port }: Rigged,
  panel: PanelStandIn,
  asked: number,
  signal: AbortSignal,
): Promise<'in control' | undefined> {
  while (!signal.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal }).catch(() => undefined)
    if (answer?.status === 200 && askedCount(panel) > asked) return 'in control'
    await sleep(pollMs)
  }
  return undefined
}

const askedCount = (panel: PanelStandIn): number =>
  panel.requests.all.filter(({ endpoint }) => endpoint === 'next-batch').length

/** With each batch everything that has no report yet. */
function sendAgain({ numbers }: Day, panel: PanelStandIn): void {
  let asked = false
  panel.when(({ url }) => {
    if (!url.pathname.endsWith('/next-batch')) return undefined
    const told = new Set(panel.reports.all.map(({ body }) => body['phone_number']))
    if (asked) panel.offer(numbers.filter(({ phone_number }) => !told.has(phone_number)))
    asked = true
    return undefined
  })
}

/** What the panel handed out and nobody kept it hands out again: it has no report of it. */
function offerAgain(day: Day, panel: PanelStandIn, folder: string): void {
  const handedOut = askedCount(panel) > 0
  const kept = new Set(keptAtDeath(folder))
  if (handedOut) panel.offer(day.numbers.filter(({ phone_number }) => !kept.has(phone_number)))
}

/** Waits until the panel has a report of every number and of every call of the caller, or the time is up. */
async function settled({ day, panel }: Accounts, caller: Caller, signal: AbortSignal): Promise<undefined> {
  const reported = (phone: string): boolean => panel.reports.all.some(({ body }) => body['phone_number'] === phone)
  const everybody = day.numbers.map(({ phone_number }) => phone_number)
  while (!signal.aborted && !everybody.every(reported)) await sleep(pollMs)
  const calls = await Promise.race([caller.arrived(), untilAborted(signal)])
  const told = (): number => panel.reports.all.filter(({ body }) => body['phone_number'] === day.caller.phone).length
  while (!signal.aborted && told() < (calls ?? 0)) await sleep(pollMs)
  return undefined
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  if (signal.aborted) resolve(undefined)
  signal.addEventListener('abort', () => resolve(undefined), { once: true })
  return promise
}
