import { join } from 'node:path'
import { connectAri } from '../ari/connect.ts'
import { Breaker } from '../dialer/breaker.ts'
import { Dialer } from '../dialer/dialer.ts'
import { Gates } from '../dialer/gates.ts'
import { LinePool } from '../dialer/line-pool.ts'
import type { Feed } from '../dialer/ports.ts'
import { Rotation } from '../dialer/rotation.ts'
import { watchGates } from '../dialer/watch.ts'
import { Bell } from '../kernel/bell.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { systemIds as ids } from '../kernel/ids.ts'
import type { Log } from '../kernel/log.ts'
import { systemRandom as random } from '../kernel/random.ts'
import { FfmpegEnhancer, ffmpegEnhancerDefaults } from '../media/enhance.ts'
import { type Enhancer, plainEnhancer } from '../media/enhancer.ts'
import { PanelFeed } from '../panel/feed.ts'
import { Registration } from '../panel/registration.ts'
import { listens } from '../scenario/listens.ts'
import type { OpeningHours } from '../scenario/plan.ts'
import { answerCalls } from '../session/inbound.ts'
import { callOut, type OutboundPorts } from '../session/outbound.ts'
import { Registry } from '../session/registry.ts'
import { RememberedFeed } from '../store/remembered-feed.ts'
import { StaticList } from '../store/static-list.ts'
import { openStore, type Store } from '../store/store.ts'
import { type AppParts, zoneOf } from './parts.ts'
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
  const { config, log } = parts
  await using stack = new AsyncDisposableStack()
  const bell = new Bell()
  const gates = openGates(log, bell)
  const store = stack.use(openStore(join(config.data.dir, 'salehi.db'), clock))
  const reporting = openReporting(parts, store)
  const asterisk = stack.use(connectAri(config.ari, { clock, random, ids, log }))
  const { calls } = asterisk
  const registry = new Registry()
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
  })
  const outbound = outboundPorts(parts, { calls, script, registry })
  const window = callingWindow(parts)
  const dialer = new Dialer(
    {
      feed: feedOf(parts, store, reporting),
      contacts: store.contacts,
      lines,
      rotation,
      gates,
      watchGates: () => watchGates(gates, { calls, window, clock }),
      callOut: (attempt, callLog, callSignal) => callOut(attempt, outbound, callLog, callSignal),
      mayRing: (phone) => !store.doNotCall.has(phone),
      keep: reporting.keep,
      onAgents: (agents) => roster.updatePanel(agents),
      ids,
      clock,
      bell,
    },
    {
      batchSize: config.dialer.batchSize,
      retryMs: config.dialer.retryMs,
      failThreshold: config.dialer.failAlertThreshold,
    },
    log,
  )
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
  } as const
  const resources = stack.move()
  return {
    asterisk,
    dialer,
    store,
    gates,
    registry,
    outbound,
    keep: reporting.keep,
    worker: reporting.worker,
    /** Answers whoever rings, until aborted. */
    answer: (callSignal: AbortSignal): Promise<void> => answerCalls(inbound, log, callSignal),
    /** Tells the panel which scenarios and lines there are; returns once it knows. */
    register: (callSignal: AbortSignal): Promise<void> => register(parts, reporting, callSignal),
    /** Sends what is still owed, within a bound; true when nothing is left. */
    drainReports: (callSignal: AbortSignal): Promise<boolean> => reporting.worker.drain(lastReportsMs, callSignal),
    [Symbol.asyncDispose]: (): Promise<void> => resources.disposeAsync(),
  }
}

function openGates(log: Log, bell: Bell): Gates {
  return new Gates(clock, (gate, shut) => {
    if (shut === undefined) log.info('gate.open', 'a reason not to dial is gone', { gate })
    else log.warn('gate.shut', 'dialing is held back', { gate, because: shut.because })
    bell.ring()
  })
}

function linePool(parts: AppParts, store: Store, bell: Bell): LinePool {
  const { limits, outbound } = parts.config
  const zone = zoneOf(parts)
  return new LinePool(outbound.lines, {
    limits: {
      ...limits.perLine,
      allInbound: limits.concurrentInbound,
      allOutbound: limits.concurrentOutbound,
      allPerSecond: limits.perSecond,
    },
    clock,
    dayStart: (now) =>
      Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).startOfDay().epochMilliseconds,
    startsSince: (line, since) => store.attempts.startsSince(line, since),
    bell,
  })
}

function ffmpegEnhancer({ config, log }: AppParts, signal: AbortSignal): FfmpegEnhancer {
  const options = { ...ffmpegEnhancerDefaults, recordingFolder: config.audio.recordingDir }
  return new FfmpegEnhancer(options, clock, log, signal)
}

function outboundPorts(
  { config, policy }: AppParts,
  shared: Pick<OutboundPorts, 'calls' | 'script' | 'registry'>,
): OutboundPorts {
  const { trunk, dialPrefix, defaultCallerId, ringMs } = config.outbound
  return {
    ...shared,
    company: config.company,
    clock,
    trunk,
    dialPrefix,
    defaultCallerId: defaultCallerId ?? '',
    ringMs,
    causeTable: policy.causes.get(trunk) ?? {},
  }
}

/** When calls may be placed: CALLING_HOURS and TIMEZONE over the company's; its holidays hold either way. */
function callingWindow(parts: AppParts): OpeningHours {
  const { calling } = parts.policy
  return { ...calling, timezone: zoneOf(parts), week: parts.config.dialer.callingHours ?? calling.week }
}

/** The panel's numbers where there is a panel, else the static list. */
function feedOf(parts: AppParts, store: Store, { panel }: Reporting): Feed {
  const { config, log } = parts
  const { contacts } = store
  if (panel === undefined || config.panel === undefined) {
    return new StaticList({ contacts, values: config.dialer.staticContacts, country: config.country, ids, log })
  }
  const settings = {
    api: config.panel.api,
    company: config.company,
    zone: zoneOf(parts),
    country: config.country,
    ownLines: config.outbound.lines,
    defaultRetryMs: config.dialer.retryMs,
  }
  return new RememberedFeed(new PanelFeed(settings, { client: panel, clock, random, log }), contacts)
}

/** Tells the panel what there is; a panel that does not answer is told later, and does not hold the calls for long. */
async function register({ config, plans, log }: AppParts, { panel }: Reporting, signal: AbortSignal): Promise<void> {
  if (panel === undefined || config.panel?.api !== 'v2') return
  const scenarios = plans.map(({ name, title }) => ({ name, title }))
  const registration = new Registration({ client: panel, clock, random, log })
  await registration.run({ company: config.company, scenarios, lines: config.outbound.lines }, signal)
}
