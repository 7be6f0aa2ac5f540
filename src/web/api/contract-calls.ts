import { z } from 'zod'
import { dispositions } from '../../domain/disposition.ts'
import { instant } from './contract.ts'

/** The id of a call, whole. */
export const callId = z.string().regex(/^[0-9a-zA-Z][0-9a-zA-Z._-]{7,79}$/)

const direction = z.enum(['outbound', 'inbound'])
const disposition = z.enum(dispositions)
const isoDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ description: 'a Gregorian day in the zone of the company' })

/** Query of `GET /api/outcomes`: which day, today when absent. */
export const outcomesQuery = z.strictObject({ day: isoDay.exactOptional() })

/** The place in a list to go on from; what it holds is nobody's business but the server's. */
const cursor = z.string().max(200)

/** Body of `POST /api/calls/search`; newest first. */
export const callsSearch = z.strictObject({
  /** Calls that ended at or after it, and before `until`. */
  from: instant.exactOptional(),
  until: instant.exactOptional(),
  disposition: disposition.exactOptional(),
  direction: direction.exactOptional(),
  scenario: z.string().max(100).exactOptional(),
  line: z.string().max(40).exactOptional(),
  after: cursor.exactOptional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type CallsSearch = z.infer<typeof callsSearch>

/** A call that is over, as a line of a list. */
export const callRowSchema = z.object({
  id: z.string(),
  direction,
  /** Masked for viewers. */
  number: z.string(),
  line: z.string(),
  scenario: z.string().exactOptional(),
  disposition,
  reason: z.string().exactOptional(),
  detail: z.string().exactOptional(),
  attemptedAt: instant,
  answeredAt: instant.exactOptional(),
  endedAt: instant,
  operator: z.string().exactOptional(),
})
export type CallRow = z.infer<typeof callRowSchema>

/** `next`: there may be more, to be asked for with `after`; a page may hold fewer calls than its limit, or none, and still go on. */
export const callsFound = z.object({ calls: z.array(callRowSchema), next: z.string().exactOptional() })

/** One reply of the caller. */
const turn = z.object({
  at: instant,
  /** What was said; absent for viewers. */
  transcript: z.string().exactOptional(),
  intent: z.string(),
  by: z.enum(['rule', 'llm', 'key', 'none']),
  listenMs: z.number(),
  enhanceMs: z.number(),
  recogniseMs: z.number(),
  thinkMs: z.number(),
})

/** An executed step. */
const step = z.object({ at: instant, path: z.string(), line: z.number(), result: z.string() })

/** One recording of the caller: `GET /api/calls/{id}/recordings/{n}`, the cleaned copy at `…/{n}/enhanced`. */
const recording = z.object({
  n: z.number(),
  bytes: z.number(),
  seconds: z.number().exactOptional(),
  enhanced: z.boolean(),
})

/** `GET /api/calls/{id}`: everything of one call. */
export const callSchema = z.object({
  id: z.string(),
  /** `live`: up now. `over`: recorded. `open`: not over when last written down; the next start settles it. `void`: nobody's phone rang. */
  state: z.enum(['live', 'over', 'open', 'void']),
  direction,
  number: z.string(),
  line: z.string(),
  scenario: z
    .object({
      name: z.string(),
      title: z.string().exactOptional(),
      file: z.string().exactOptional(),
      /** The text the call walked; absent when it is no longer known. */
      source: z.string().exactOptional(),
      /** Whether the scenario has been changed since. */
      changed: z.boolean(),
    })
    .exactOptional(),
  disposition: disposition.exactOptional(),
  reason: z.string().exactOptional(),
  detail: z.string().exactOptional(),
  /** How it ended as an English sentence. */
  ending: z.string().exactOptional(),
  attemptedAt: instant,
  answeredAt: instant.exactOptional(),
  endedAt: instant.exactOptional(),
  endedBy: z.enum(['us', 'them', 'network']).exactOptional(),
  /** Q.850, and SIP's where it is known. */
  hangup: z.object({ cause: z.number(), techCause: z.number().exactOptional(), words: z.string() }).exactOptional(),
  operator: z.object({ name: z.string().exactOptional(), phone: z.string().exactOptional() }).exactOptional(),
  yesToHangupMs: z.number().exactOptional(),
  turns: z.array(turn),
  trace: z.array(step),
  /** Empty for viewers. */
  recordings: z.array(recording),
  reports: z.array(
    z.object({
      id: z.number(),
      kind: z.string(),
      state: z.enum(['waiting', 'delivered', 'set_aside', 'dropped']),
      status: z.string().exactOptional(),
      why: z.string().exactOptional(),
      attempts: z.number(),
      changedAt: instant,
    }),
  ),
})
export type CallView = z.infer<typeof callSchema>

/** Body of `POST /api/numbers/search`: a phone number however it is written, or a call's id or how it begins (8 letters or more). */
export const numbersSearch = z.strictObject({ about: z.string().trim().min(1).max(100) })

/** Why a number is not rung. */
const bar = z.object({
  source: z.enum(['spoken', 'manual', 'file', 'panel']),
  since: instant,
  callId: z.string().exactOptional(),
  note: z.string().exactOptional(),
})

/** A number's whole story, the calls an id's beginning fits, or what to write instead. */
export const numberFound = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    number: z.string(),
    zone: z.string(),
    /** Newest first; those that are up or never rang among them. */
    calls: z.array(
      z.object({
        id: z.string(),
        at: instant,
        line: z.string(),
        state: z.enum(['over', 'open', 'void']),
        scenario: z.string().exactOptional(),
        disposition: disposition.exactOptional(),
      }),
    ),
    lists: z.array(
      z.object({
        source: z.string(),
        file: z.string().exactOptional(),
        state: z.enum(['waiting', 'reserved', 'done', 'set_aside']),
        because: z.string().exactOptional(),
        changedAt: instant,
        dueAt: instant,
      }),
    ),
    bars: z.array(bar),
    /** The story in English sentences, as `salehi why` tells it. */
    story: z.array(z.object({ at: instant.exactOptional(), text: z.string() })),
    next: z.array(z.string()),
  }),
  z.object({ kind: z.literal('several'), calls: z.array(z.object({ id: z.string(), at: instant })) }),
  z.object({ kind: z.literal('unknown'), advice: z.string() }),
])
export type NumberFound = z.infer<typeof numberFound>

/** Body of `POST /api/do-not-call/list`; newest first. */
export const barredQuery = z.strictObject({
  after: cursor.exactOptional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export const barredPage = z.object({
  total: z.number(),
  entries: z.array(bar.extend({ number: z.string() })),
  next: z.string().exactOptional(),
})

/** Body of `POST /api/do-not-call/add`. */
export const barOrder = z.strictObject({
  numbers: z.array(z.string().trim().min(1).max(40)).min(1).max(200),
  note: z.string().trim().max(200).exactOptional(),
})
/** All of it is entered, or nothing: `wrong_input` tells which are no numbers by their place. */
export const barAnswer = z.object({ added: z.number(), already: z.number() })

/** Body of `POST /api/do-not-call/remove`. */
export const unbarOrder = z.strictObject({ number: z.string().trim().min(1).max(40) })
/** `removed`: how many reasons went; `left`: what still bars it (a company's own file). */
export const unbarAnswer = z.object({ removed: z.number(), left: z.array(bar) })

const pageNumbers = {
  before: z.coerce.number().int().min(1).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** Query of the lists by id, newest first: `before` is the last id seen. */
export const beforeQuery = z.strictObject(pageNumbers)

/** `GET /api/alerts`. */
export const alertsPage = z.object({
  alerts: z.array(
    z.object({
      id: z.number(),
      kind: z.string(),
      because: z.string(),
      openedAt: instant,
      closedAt: instant.exactOptional(),
    }),
  ),
  next: z.number().exactOptional(),
})

/** Query of `GET /api/outbox`. */
export const outboxQuery = z.strictObject({
  state: z.enum(['waiting', 'set_aside', 'delivered', 'dropped']).default('set_aside'),
  ...pageNumbers,
})
/** `GET /api/outbox`. */
export const outboxPage = z.object({
  entries: z.array(
    z.object({
      id: z.number(),
      kind: z.string(),
      /** The call it tells of; absent where it tells of none. */
      callId: z.string().exactOptional(),
      number: z.string().exactOptional(),
      status: z.string().exactOptional(),
      state: z.enum(['waiting', 'delivered', 'set_aside', 'dropped']),
      why: z.string().exactOptional(),
      attempts: z.number(),
      createdAt: instant,
      changedAt: instant,
      dueAt: instant,
    }),
  ),
  next: z.number().exactOptional(),
})
/** Body of `POST /api/outbox/resend` and `/api/outbox/drop`. */
export const resendOrder = z.strictObject({ id: z.number().int().min(1) })
export const dropOrder = z.strictObject({
  id: z.number().int().min(1),
  because: z.string().trim().min(1).max(200),
})
export const doneAnswer = z.object({ done: z.boolean() })

/** Query of `GET /api/logs`. */
export const logsQuery = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})

/** `GET /api/audit`: who did what; `about` never holds a whole number. */
export const auditPage = z.object({
  entries: z.array(
    z.object({
      id: z.number(),
      at: instant,
      role: z.string(),
      access: z.string(),
      /** The address it came from. */
      from: z.string(),
      action: z.string(),
      about: z.string().exactOptional(),
      outcome: z.string(),
    }),
  ),
  next: z.number().exactOptional(),
})
