import { join } from 'node:path'
import { type AsteriskConnection, connectAri } from '../ari/connect.ts'
import { Breaker } from '../dialer/breaker.ts'
import { type GateName, Gates, type ShutGate } from '../dialer/gates.ts'
import { type HealthChecks, watchHealth } from '../dialer/health.ts'
import { IncidentWatch } from '../dialer/incidents.ts'
import { Rotation } from '../dialer/rotation.ts'
import { Bell } from '../kernel/bell.ts'
import type { Log } from '../kernel/log.ts'
import { FfmpegEnhancer, ffmpegEnhancerDefaults } from '../media/enhance.ts'
import { type Enhancer, plainEnhancer } from '../media/enhancer.ts'
import { Registration } from '../panel/registration.ts'
import { listens } from '../scenario/listens.ts'
import { answerCalls } from '../session/inbound.ts'
import type { OutboundPorts } from '../session/outbound.ts'
import { Registry } from '../session/registry.ts'
import { Store } from '../store/store.ts'
import { keepWithin } from '../upkeep/retention/keep-within.ts'
import { UpkeepWatch } from '../upkeep/upkeep-watch.ts'
import { adoptLeft, channelsLeft } from './adoption.ts'
import { keepPause } from './control.ts'
import { linePool, openDialing } from './dialing.ts'
import { loadDoNotCallFiles } from './do-not-call-files.ts'
import type { AppParts } from './parts.ts'
import type { Disk } from './platform.ts'
import { openReporting, type Reporting } from './reporting.ts'
import { operatorRoster, scriptPorts } from './scripting.ts'

/** The engine, wired. Everything in it ends with it, in reverse order. */
export type App = Awaited<ReturnType<typeof openApp>>

const noRecogniser =
  'VIRA_STT_TOKEN is not set, so nobody would be understood: write it into the settings and restart salehi'

/** How long the last reports may take when everything else has ended. */
const lastReportsMs = 10_000

/** Opens the store, the way to Asterisk and everything between; nothing rings until `dialer.run`. */
export async function openApp(parts: AppParts, signal: AbortSignal) {
  const { config, policy, log, platform } = parts
  const { clock, random, ids, wire, disk } = platform
  await using stack = new AsyncDisposableStack()
  const bell = new Bell()
  const store = stack.use(new Store(disk.openDatabase(join(config.data.dir, 'salehi.db')), clock))
  if (parts.isEngine) takeOver(parts, store)
  const { gates, incidents } = openGates(parts, store, bell)
  const reporting = openReporting(parts, store, gates)
  const left = parts.isEngine ? channelsLeft(store, store.live) : {}
  const asterisk = stack.use(connectAri(config.ari, { clock, random, ids, log, wire, ...left }))
  const { calls } = asterisk
  const registry = new Registry()
  const isHeld = () => disk.isUpkeepHeld(config.data.dir)
  const upkeep = new UpkeepWatch({ isHeld, gates, live: () => registry.live, clock })
  const lines = linePool(parts, store, bell)
  const rotation = new Rotation(parts.plans)
  const roster = operatorRoster(parts)
  const enhancer: Enhancer = config.audio.enhance === 'off' ? plainEnhancer : stack.use(ffmpegEnhancer(parts, signal))
  const breaker = new Breaker(gates, clock)
  if (config.stt.token === undefined && parts.plans.some(listens)) breaker.missing('recogniser', noRecogniser)
  const script = scriptPorts(parts, {
    calls,
    roster,
    breaker,
    enhancer,
    holdDialing: () => gates.hold('operator', 'an operator is being called'),
    ...(parts.isEngine ? { live: store.live } : {}),
  })
  const outbound = outboundPorts(parts, { calls, script, registry })
  const dialing = openDialing(parts, { store, reporting, gates, lines, rotation, roster, outbound, bell })
  const inbound = {
    company: config.company,
    country: config.country,
    calls,
    lines,
    script,
    registry,
    clock,
    choose: () => rotation.nextInbound(),
    keep: reporting.keep,
    queue: config.inboundQueue,
    hold: upkeep,
  } as const
  const folders = disk.callFiles(config)
  const retention = {
    forget: store.forget,
    ...(folders === undefined ? {} : { folders }),
    days: policy.retentionDays ?? config.data.retentionDays,
    isQuiet: () => registry.live.length === 0,
    clock,
    log,
  }
  const resources = stack.move()
  return {
    clock,
    asterisk,
    ...dialing,
    store,
    gates,
    incidents,
    registry,
    lines,
    upkeep,
    roster,
    outbound,
    keep: reporting.keep,
    worker: reporting.worker,
    /** Answers whoever rings until `stop`, and lets those calls end until aborted. */
    answer: (stop: AbortSignal, callSignal: AbortSignal): Promise<void> =>
      answerCalls(inbound, log, { stop }, callSignal),
    /** Finishes the calls an earlier run left; until they have been looked for nothing is dialled. */
    adopt: (stop: AbortSignal, callSignal: AbortSignal): Promise<void> => {
      gates.shut('leftover', 'calls that an earlier run left are looked for first')
      const adopting = { store, asterisk, roster, lines, inbound }
      return adoptLeft(parts, adopting, () => gates.open('leftover'), { stop }, callSignal)
    },
    /** Deletes what is older than the retention, a minute after the start and once a day, until aborted. */
    keepWithin: (callSignal: AbortSignal): Promise<void> => keepWithin(retention, callSignal),
    /** Looks at what the calls depend on, until aborted; tells once all of it was looked at. */
    watchHealth: (onLooked: () => void, callSignal: AbortSignal): Promise<void> =>
      watchHealth(healthChecks(parts, asterisk), gates, clock, log, onLooked, callSignal),
    /** Tells the panel which scenarios and lines there are; returns once it knows. */
    register: (callSignal: AbortSignal): Promise<void> => register(parts, reporting, callSignal),
    /** Lets the dialer and the reports look at once. */
    wake: (): void => {
      bell.ring()
      reporting.worker.wake()
      upkeep.wake()
    },
    /** Sends what is still owed, within a bound; true when nothing is left. */
    drainReports: (callSignal: AbortSignal): Promise<boolean> => reporting.worker.drain(lastReportsMs, callSignal),
    [Symbol.asyncDispose]: (): Promise<void> => resources.disposeAsync(),
  }
}

/** What the engine sees to before anything else, now that the store is its own. */
function takeOver({ config, policy, log, platform }: AppParts, store: Store): void {
  const { country, scenariosDir } = config
  const list = store.doNotCall
  const read = loadDoNotCallFiles({ policy, scenariosDir, country, list, now: platform.clock.now() })
  if (read !== undefined) log.info('do_not_call.read', 'the do-not-call files were read', { numbers: read })
  sweepLists(platform.disk, config.data.dir, store)
  const waitingAgain = store.takeBack()
  if (waitingAgain > 0) log.info('contacts.taken_back', 'numbers handed out before wait again', { count: waitingAgain })
}

/** Clears away what an import that broke off, or an undo, left; not while somebody is writing a list. */
function sweepLists(disk: Disk, dir: string, store: Store): void {
  using held = disk.holdImports(dir)
  if (held !== undefined) while (store.imports.sweep() > 0);
}

/** What is looked at while the engine runs: the disk, the prompts, the trunk. */
function healthChecks(parts: AppParts, asterisk: AsteriskConnection): HealthChecks {
  return { ...parts.platform.disk.checks(parts), trunk: asterisk.trunkCheck(parts.config.outbound.trunk) }
}

/** The gates, with what still holds from before this start, and the watch over what needs a person. */
function openGates(parts: AppParts, store: Store, bell: Bell) {
  const { config, policy, log, platform } = parts
  const { clock } = platform
  const gates: Gates = new Gates(clock, (gate, shut) => {
    if (parts.isEngine) tellGate(log, gate, shut)
    incidents.changed(gate, shut)
    bell.ring()
  })
  const { sms } = config
  const incidents = new IncidentWatch({
    book: store.incidents,
    gates,
    clock,
    log,
    ...(sms === undefined ? {} : { alerts: { company: policy.title ?? config.company, admins: sms.admins } }),
  })
  // What failures had shut was not mended by a restart: one call at a time finds out.
  const asked = { recogniser: config.stt.token !== undefined, llm: config.llm.apiKey !== undefined, failures: true }
  for (const { kind } of store.incidents.openIncidents()) {
    if ((kind === 'recogniser' || kind === 'llm' || kind === 'failures') && asked[kind]) gates.try(kind)
  }
  keepPause({ pause: store.pause, gates })
  return { gates, incidents }
}

function tellGate(log: Log, gate: GateName, shut: ShutGate | undefined): void {
  if (shut === undefined) log.info('gate.open', 'a reason not to dial is gone', { gate })
  else log.warn('gate.shut', 'dialing is held back', { gate, because: shut.because })
}

function ffmpegEnhancer({ config, log, platform }: AppParts, signal: AbortSignal): FfmpegEnhancer {
  const options = { ...ffmpegEnhancerDefaults, recordingFolder: config.audio.recordingDir }
  return new FfmpegEnhancer(options, platform.clock, log, signal)
}

function outboundPorts(
  { config, policy, platform }: AppParts,
  shared: Pick<OutboundPorts, 'calls' | 'script' | 'registry'>,
): OutboundPorts {
  const { trunk, dialPrefix, defaultCallerId, ringMs } = config.outbound
  return {
    ...shared,
    company: config.company,
    clock: platform.clock,
    trunk,
    dialPrefix,
    defaultCallerId: defaultCallerId ?? '',
    ringMs,
    causeTable: policy.causes.get(trunk) ?? {},
  }
}

/** Tells the panel what there is; a panel that does not answer is told later, and does not hold the calls for long. */
async function register(
  { config, plans, log, platform }: AppParts,
  { panel }: Reporting,
  signal: AbortSignal,
): Promise<void> {
  if (panel === undefined || config.panel?.api !== 'v2') return
  const scenarios = plans.map(({ name, title }) => ({ name, title }))
  const { clock, random } = platform
  const registration = new Registration({ client: panel, clock, random, log })
  await registration.run({ company: config.company, scenarios, lines: config.outbound.lines }, signal)
}
