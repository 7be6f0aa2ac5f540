import { type Clock, systemClock } from '../../kernel/clock.ts'
import { type Answer, type CommonFault, type FaultControls, Faults, json, replyUnder } from './faults.ts'
import { type Handle, type ListenAt, listen, type Reply } from './http-listener.ts'
import { type PanelEndpoint, panelBodies } from './panel-contract.ts'
import { PanelDesk } from './panel-desk.ts'
import { type PanelAgent, type PanelNumber, type PanelScenario, PanelState } from './panel-state.ts'
import { RequestLog } from './request-log.ts'

/** What can go wrong at the panel, beside what can go wrong anywhere. */
export type PanelFault =
  | CommonFault
  /** Nothing is done; the body is said to be wrong. */
  | { readonly fault: 'unprocessable' }
  | { readonly fault: 'wrong_token' }
  | { readonly fault: 'rate_limit'; readonly retryAfterS: number }
  /** The right answer of a panel that writes it otherwise: what is in it is done and handed out all the same. */
  | { readonly fault: 'rewritten'; readonly rewrite: (answer: Readonly<Record<string, unknown>>) => unknown }

/** What the panel is to be. */
export interface PanelStandInOptions extends ListenAt {
  readonly token: string
  readonly company: string
  /** Handed out in this order. */
  readonly numbers?: readonly PanelNumber[]
  readonly inboundAgents?: readonly PanelAgent[]
  readonly outboundAgents?: readonly PanelAgent[]
  /** The key this panel wants lines registered under; the other one is refused with 422. */
  readonly linesKey?: 'outbound_lines' | 'lines'
  /** The zone it says it is in. */
  readonly timezone?: string
  /** The machine's unless given. */
  readonly clock?: Clock
}

/** A request that reached the stand-in. */
export interface PanelRequest {
  readonly method: string
  /** The last part of the path: `next-batch`, `report-result`, … */
  readonly endpoint: string
  readonly query: Readonly<Record<string, string>>
  /** undefined when there was none or it was not JSON. */
  readonly body: unknown
}

/** A stand-in of the panel; answers both forms of its contract. */
export interface PanelService extends FaultControls<PanelFault> {
  readonly handle: Handle
  readonly requests: RequestLog<PanelRequest>
  /** Every departure from the contract seen so far; empty is what a test expects. */
  readonly violations: readonly string[]
  /** Reports taken, repeats too. */
  readonly reports: PanelState['reports']
  /** What was registered, with the ids given. */
  readonly registered: Pick<PanelState, 'scenarios' | 'lines'>
  offer(numbers: readonly PanelNumber[]): void
  /** How many numbers were not handed out yet. */
  waiting(): number
  staff(agents: PanelState['agents']): void
  /** The scenarios said to be active instead of the registered ones; `absent` leaves them out. */
  activate(scenarios: readonly PanelScenario[] | 'absent' | undefined): void
  /** `call_allowed: false` from now on. */
  close(reason: string, retryAfterSeconds: number): void
  open(): void
}

/** A stand-in that listens. */
export interface PanelStandIn extends PanelService, AsyncDisposable {
  /** The origin, as `PANEL_BASE_URL` has it. */
  readonly url: string
}

/** The panel over HTTP. */
export async function startPanel(options: PanelStandInOptions): Promise<PanelStandIn> {
  const service = panelService(options)
  const server = await listen(options, service.handle)
  return { ...service, url: server.origin, [Symbol.asyncDispose]: server[Symbol.asyncDispose] }
}

/** The panel, to be asked in process. */
export function panelService(options: Omit<PanelStandInOptions, keyof ListenAt>): PanelService {
  const faults = new Faults<PanelFault>()
  const requests = new RequestLog<PanelRequest>()
  const { company, linesKey = 'outbound_lines', timezone = 'Asia/Tehran', clock = systemClock } = options
  const state = new PanelState()
  state.offer(options.numbers ?? [])
  state.agents = { inbound: options.inboundAgents ?? [], outbound: options.outboundAgents ?? [] }
  const desk = new PanelDesk({ company, linesKey, timezone, now: () => clock.now() }, state)

  const handle: Handle = async (received, signal) => {
    const [, endpoint = ''] = /^\/api\/dialer\/([\w-]+)$/.exec(received.url.pathname) ?? []
    const query = Object.fromEntries(received.url.searchParams)
    const raw = new TextDecoder().decode(received.body)
    const body = parse(raw)
    requests.add({ method: received.method, endpoint, query, body })
    if (received.headers.get('authorization') !== `Bearer ${options.token}`) return unauthorised
    const fault = faults.take(received)
    const refused = refusal(fault)
    if (refused !== undefined) return refused
    if (received.method === 'GET' && endpoint === 'next-batch') {
      return rewritten(fault, await replyUnder(fault, async () => desk.nextBatch(query), clock, signal))
    }
    if (received.method !== 'POST' || !isEndpoint(endpoint)) return json(404, { detail: 'Not Found' })
    const key = received.headers.get('idempotency-key') ?? ''
    return await replyUnder(fault, async () => desk.post(endpoint, raw, body, key), clock, signal)
  }

  return {
    handle,
    requests,
    violations: desk.violations,
    reports: state.reports,
    registered: state,
    ...faults.controls,
    ...switchesOf(state),
  }
}

function switchesOf(
  state: PanelState,
): Pick<PanelService, 'offer' | 'waiting' | 'staff' | 'activate' | 'close' | 'open'> {
  return {
    offer: (numbers) => state.offer(numbers),
    waiting: () => state.waiting,
    staff: (agents) => {
      state.agents = agents
    },
    activate: (scenarios) => {
      state.activeScenarios = scenarios
    },
    close: (reason, retryAfterSeconds) => {
      state.closed = { reason, retryAfterSeconds }
      state.scheduleVersion++
    },
    open: () => {
      state.closed = undefined
      state.scheduleVersion++
    },
  }
}

const unauthorised = json(401, { detail: 'Invalid token' })

function refusal(fault: PanelFault | undefined): Answer | undefined {
  switch (fault?.fault) {
    case 'unprocessable':
      return json(422, { detail: [{ loc: ['body'], msg: 'ordered by the test', type: 'value_error' }] })
    case 'wrong_token':
      return unauthorised
    case 'rate_limit': {
      const answer = json(429, { detail: 'Too Many Requests' })
      return { ...answer, headers: { ...answer.headers, 'retry-after': String(fault.retryAfterS) } }
    }
    default:
      return undefined
  }
}

function rewritten(fault: PanelFault | undefined, reply: Reply): Reply {
  if (fault?.fault !== 'rewritten' || reply.kind !== 'answer') return reply
  return { ...reply, body: JSON.stringify(fault.rewrite(JSON.parse(reply.body) as Record<string, unknown>)) }
}

function isEndpoint(name: string): name is PanelEndpoint {
  return Object.hasOwn(panelBodies, name)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // refused by the schema
  }
}
