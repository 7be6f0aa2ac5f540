import { z } from 'zod'
import { dispositions } from '../../domain/disposition.ts'

/** An instant, epoch milliseconds. */
export const instant = z.number().meta({ description: 'epoch milliseconds' })

/** Who may do what: a viewer looks and sees no numbers and no words of callers; an operator does the day's work; an admin all of it. */
export const roles = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

/** The answer to a request that went wrong. `code` is for programs, the sentences for people. */
export const faultCodes = [
  'not_signed_in',
  'wrong_password',
  'too_many_tries',
  'not_allowed',
  'foreign_request',
  'wrong_input',
  'too_large',
  'not_found',
  'not_ready',
  'busy',
  'fault',
] as const
export type FaultCode = (typeof faultCodes)[number]
export const faultSchema = z.object({
  code: z.enum(faultCodes),
  error: z.string(),
  advice: z.string(),
  /** Seconds; with `too_many_tries` and `busy`. */
  retryAfter: z.number().exactOptional(),
})
export type Fault = z.infer<typeof faultSchema>

/** `GET /api/me`: who is asking, and what the page needs to begin. Answered to everybody. */
export const meSchema = z.object({
  /** Absent: nobody is signed in, and {@link meSchema} says nothing else of the company. */
  role: z.enum(roles).exactOptional(),
  /** `open`: on this machine alone and without a password; there is nothing to sign in to or out of. */
  access: z.enum(['open', 'session', 'token', 'none']),
  /** To be sent as `X-CSRF-Token` with every POST; absent with a token and while nobody is signed in. */
  csrf: z.string().exactOptional(),
  company: z.string().exactOptional(),
  title: z.string().exactOptional(),
  zone: z.string().exactOptional(),
  version: z.string().exactOptional(),
  scenarios: z.array(z.object({ name: z.string(), title: z.string(), file: z.string() })).exactOptional(),
  /** When the session ends if it is not used; absent without one. */
  until: instant.exactOptional(),
})
export type Me = z.infer<typeof meSchema>

/** Body of `POST /api/login`; the password decides the role. */
export const loginBody = z.strictObject({ password: z.string().min(1).max(200) })

/** Body of an order that needs no words. */
export const noBody = z.strictObject({})

/** Body of `POST /api/dialer/pause`. */
export const pauseOrder = z.strictObject({ because: z.string().trim().max(200).exactOptional() })

/** Something that holds dialing back while it is shut. `name` is for programs (`window`, `paused`, `asterisk`, …). */
const gate = z.object({
  name: z.string(),
  because: z.string(),
  since: instant,
  until: instant.exactOptional(),
  /** What opens it, for people. */
  opens: z.string(),
})

/** A call that is up. */
export const liveCallSchema = z.object({
  id: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  /** The far end's; `…0001` for viewers, empty where it is withheld. */
  number: z.string(),
  /** Our own number. */
  line: z.string(),
  scenario: z.string(),
  phase: z.enum(['ringing', 'waiting', 'talking', 'operator_ringing', 'with_operator']),
  step: z.object({ file: z.string(), line: z.number(), path: z.string() }).exactOptional(),
  since: instant,
})
export type LiveCallView = z.infer<typeof liveCallSchema>

const line = z.object({
  number: z.string(),
  title: z.string().exactOptional(),
  /** Whether it dials; one the panel no longer lists still takes calls. */
  active: z.boolean(),
  live: z.number(),
  outbound: z.number(),
  inbound: z.number(),
  waitingCallers: z.number(),
  dialledLastMinute: z.number(),
  dialledToday: z.number(),
  /** 0 = none. */
  limits: z.object({ concurrent: z.number(), perMinute: z.number(), perDay: z.number() }),
  /** Why nothing is dialled on it now. */
  held: z.object({ because: z.string(), until: instant.exactOptional() }).exactOptional(),
})

/** Somebody who takes transfers. */
const operator = z.object({
  /** `operators` is the built-in queue. */
  queue: z.string(),
  name: z.string().exactOptional(),
  /** Number or extension; all but the last four digits hidden for viewers. */
  phone: z.string().exactOptional(),
  /** `shared`: something behind it decides who is free (a queue of the exchange). */
  state: z.enum(['free', 'busy', 'shared']),
})

const tally = { waiting: z.number(), onPhone: z.number(), setAside: z.number(), done: z.number() }

const queue = z.object({
  ...tally,
  dueNow: z.number(),
  nextDueAt: instant.exactOptional(),
  sources: z.array(
    z.object({
      source: z.string(),
      import: z.object({ id: z.number(), file: z.string() }).exactOptional(),
      ...tally,
    }),
  ),
})

const outbox = z.object({
  waiting: z.number(),
  setAside: z.number(),
  oldestAt: instant.exactOptional(),
  /** Where reports go; `failures` in a row, 0 while it works. */
  destinations: z.array(
    z.object({
      kind: z.string(),
      failures: z.number(),
      because: z.string().exactOptional(),
      since: instant.exactOptional(),
      until: instant.exactOptional(),
    }),
  ),
})

/** How something outside does. */
const service = z.object({
  name: z.enum(['asterisk', 'panel', 'recogniser', 'llm', 'sms']),
  /** `idle`: not asked since the start. `off`: not configured. */
  state: z.enum(['well', 'failing', 'idle', 'off']),
  /** When it last answered as it should. */
  answeredAt: instant.exactOptional(),
  /** Milliseconds, of the last and of the latest two hundred answers. */
  lastMs: z.number().exactOptional(),
  p50Ms: z.number().exactOptional(),
  p95Ms: z.number().exactOptional(),
  served: z.number(),
  failed: z.number(),
  /** In a row; 0 while it works. */
  failures: z.number(),
  lastFailure: z.object({ at: instant, because: z.string() }).exactOptional(),
  /** For people: a version, or what is wrong. */
  message: z.string().exactOptional(),
})
export type ServiceView = z.infer<typeof service>

/** How many calls ended how. Only what occurred is listed. */
const counts = z.partialRecord(z.enum(dispositions), z.number())

/** The outcomes of one day, by the end of the calls. */
export const outcomesSchema = z.object({
  /** ISO date (Gregorian) in the company's zone. */
  day: z.string(),
  start: instant,
  end: instant,
  bucketMs: z.number(),
  total: z.number(),
  totals: counts,
  /** Buckets in which a call ended, oldest first; `at` is the beginning of the bucket. */
  series: z.array(z.object({ at: instant, counts })),
})
export type Outcomes = z.infer<typeof outcomesSchema>

const alert = z.object({ id: z.number(), kind: z.string(), because: z.string(), openedAt: instant })

/** The parts of the day at a glance; `GET /api/day` answers all of them, `/api/live` those that changed. */
export const dayParts = {
  engine: z.object({
    company: z.string(),
    version: z.string(),
    startedAt: instant,
    zone: z.string(),
    dialing: z.object({
      kind: z.enum(['dialing', 'trial', 'paced', 'idle', 'held']),
      /** The same as an English sentence. */
      text: z.string(),
    }),
    /** What holds dialing now; empty while nothing does. */
    gates: z.array(gate),
    /** Gates open on trial: one call at a time finds out whether all is well again. */
    trial: z.array(z.string()),
    /** Over all lines; 0 = none. */
    limits: z.object({ outbound: z.number(), inbound: z.number(), perSecond: z.number() }),
    /** A pause somebody asked for. */
    paused: z.object({ because: z.string(), since: instant }).exactOptional(),
  }),
  lines: z.array(line),
  operators: z.array(operator),
  queue,
  outbox,
  services: z.array(service),
  /** Those that are not over. */
  alerts: z.array(alert),
  outcomes: outcomesSchema,
} as const

/** `GET /api/day` and the SSE event `day`: everything at one instant. */
export const daySchema = z.object({ at: instant, ...dayParts, calls: z.array(liveCallSchema) })
export type Day = z.infer<typeof daySchema>

/** The SSE event `change`: parts stand whole where they changed; of the calls only those that did, and the ids of those that ended. */
export const changeSchema = z.object({
  at: instant,
  engine: dayParts.engine.exactOptional(),
  lines: dayParts.lines.exactOptional(),
  operators: dayParts.operators.exactOptional(),
  queue: dayParts.queue.exactOptional(),
  outbox: dayParts.outbox.exactOptional(),
  services: dayParts.services.exactOptional(),
  alerts: dayParts.alerts.exactOptional(),
  outcomes: dayParts.outcomes.exactOptional(),
  calls: z.object({ changed: z.array(liveCallSchema), gone: z.array(z.string()) }).exactOptional(),
})
export type Change = z.infer<typeof changeSchema>

/** A line of the log; it never holds personal data. */
export const logLineSchema = z.object({
  /** Grows by one with each line. */
  n: z.number(),
  at: instant,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  event: z.string(),
  /** Message and fields, one line. */
  text: z.string(),
})
export type LogLine = z.infer<typeof logLineSchema>

/** `GET /api/logs` and the SSE event `log`: newest last. */
export const logLinesSchema = z.object({ lines: z.array(logLineSchema) })

/** The SSE event `beat`: nothing else was to say. */
export const beatSchema = z.object({ at: instant })

/** What every order to the engine is answered with. */
export const heldSchema = z.object({
  holding: z.array(z.object({ name: z.string(), because: z.string(), opens: z.string() })),
  liveCalls: z.number(),
})
