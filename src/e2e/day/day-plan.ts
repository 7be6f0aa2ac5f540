/** A day to be played: how large it is, what the engine may do, and what goes wrong. 0 = no limit. */
export interface DayPlan {
  /** Everything left to chance follows from it. */
  readonly seed: number
  readonly contacts: number
  /** Whether there are calls that take minutes: numbers of which the network says nothing, operators who talk on. */
  readonly patient: boolean
  /** People who ring us meanwhile. */
  readonly callers: number
  readonly lines: number
  readonly limits: DayLimits
  /** How long a phone may ring. */
  readonly ringS: number
  /** How often the executable is killed with -9. */
  readonly kills: number
  /** For so long the panel fails: a third of it each with 500, with its port closed, and with web pages. */
  readonly panelFailsMs: number
  /** Nothing new for so long: the day is given up. */
  readonly stillMs: number
  /** Path of the executable where it is not the one just built. */
  readonly program?: string
}

/** What the engine may do, as its settings say. */
export interface DayLimits {
  /** Calls started a second, over all lines. */
  readonly perSecond: number
  /** Outbound calls at once, over all lines. */
  readonly atOnce: number
  readonly lineAtOnce: number
  readonly linePerMinute: number
  readonly linePerDay: number
  /** What is left of the first line's day when it begins: it has dialled the rest of it before. */
  readonly firstLineLeft: number
}

/** The whole day. */
export const wholeDay: DayPlan = {
  seed: 1,
  contacts: 2_000,
  patient: true,
  callers: 24,
  lines: 20,
  limits: { perSecond: 20, atOnce: 150, lineAtOnce: 10, linePerMinute: 30, linePerDay: 150, firstLineLeft: 40 },
  ringS: 7,
  kills: 10,
  panelFailsMs: 60_000,
  stillMs: 200_000,
}

/** A small one, for every test run. */
export const shortDay: DayPlan = {
  seed: 1,
  contacts: 120,
  patient: false,
  callers: 3,
  lines: 4,
  limits: { perSecond: 3, atOnce: 16, lineAtOnce: 5, linePerMinute: 30, linePerDay: 60, firstLineLeft: 12 },
  ringS: 7,
  kills: 2,
  panelFailsMs: 9_000,
  stillMs: 30_000,
}

/** The numbers of the lines; the last four digits, which are dialled before each number, tell them apart. */
export function linesOf({ lines }: Pick<DayPlan, 'lines'>): readonly string[] {
  return Array.from({ length: lines }, (_, at) => `0219130${4_001 + at}`)
}

/** The settings that make the engine keep to the plan. */
export function settingsOf(plan: DayPlan): Readonly<Record<string, string>> {
  const { limits } = plan
  return {
    OUTBOUND_NUMBERS: linesOf(plan).join(','),
    MAX_ORIGINATIONS_PER_SECOND: String(limits.perSecond),
    MAX_CONCURRENT_OUTBOUND_CALLS: String(limits.atOnce),
    MAX_CONCURRENT_CALLS: String(limits.lineAtOnce),
    MAX_CALLS_PER_MINUTE: String(limits.linePerMinute),
    MAX_CALLS_PER_DAY: String(limits.linePerDay),
    ORIGINATION_TIMEOUT: String(plan.ringS),
    DIALER_BATCH_SIZE: String(Math.min(500, plan.contacts)),
    DIALER_DEFAULT_RETRY: '2',
    FAIL_ALERT_THRESHOLD: '10000',
    // The recogniser stands in for a service with machines of its own; here it shares ours with two exchanges.
    CALL_THINK_BUDGET: '15',
    DRAIN_TIMEOUT: '60',
    LOG_LEVEL: 'INFO',
  }
}
