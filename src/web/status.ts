import { z } from 'zod'

/** An instant, epoch milliseconds. */
const instant = z.number()

/** Something that holds dialing back while it is shut. */
const gate = z.object({
  name: z.string(),
  /** Absent while it is open. */
  shut: z
    .object({
      because: z.string(),
      since: instant,
      /** Absent where nobody knows. */
      until: instant.exactOptional(),
      /** What opens it, for people. */
      opens: z.string(),
    })
    .exactOptional(),
})

/** One of our numbers: what is on it and what its limits leave. A limit of 0 is none. */
const line = z.object({
  number: z.string(),
  /** Whether it dials; a line the panel no longer lists still takes calls. */
  active: z.boolean(),
  live: z.number(),
  outbound: z.number(),
  inbound: z.number(),
  waitingCallers: z.number(),
  dialledLastMinute: z.number(),
  dialledToday: z.number(),
  limits: z.object({ concurrent: z.number(), perMinute: z.number(), perDay: z.number() }),
  held: z.object({ because: z.string(), until: instant.exactOptional() }).exactOptional(),
})

const tally = {
  /** Not yet called, those not due yet among them. */
  waiting: z.number(),
  /** In the dialer's hands or on the phone. */
  onPhone: z.number(),
  /** Given up until a person says otherwise. */
  setAside: z.number(),
  done: z.number(),
}

const queue = z.object({
  ...tally,
  /** Of those waiting, how many may be called now. */
  dueNow: z.number(),
  /** When the next of the others may be called. */
  nextDueAt: instant.exactOptional(),
  /** By where they came from; each imported file for itself. */
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
  /** When the oldest waiting one was written. */
  oldestAt: instant.exactOptional(),
})

/** An outside system reports go to: `panel.report`. */
const destination = z.object({
  kind: z.string(),
  /** In a row; 0 while it works. */
  failures: z.number(),
  because: z.string().exactOptional(),
  since: instant.exactOptional(),
  /** Nothing is sent before. */
  until: instant.exactOptional(),
})

const liveCall = z.object({
  id: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  /** All but its last four digits hidden. */
  number: z.string(),
  line: z.string(),
  scenario: z.string(),
  phase: z.string(),
  step: z.object({ file: z.string(), line: z.number(), path: z.string() }).exactOptional(),
  since: instant,
})

const paused = z.object({ because: z.string(), since: instant })

/** What the store says by itself, whether an engine runs or not. */
const kept = {
  queue,
  outbox,
  /** Faults that need a person and are not over. */
  incidents: z.array(z.object({ kind: z.string(), because: z.string(), openedAt: instant })),
  /** A pause somebody asked for; it outlives the engine. */
  paused: paused.exactOptional(),
}

/** Whether numbers are being dialled now, and if not, why not. */
const dialing = z.object({
  /** `trial`: one call at a time finds out whether all is well again. `paced`: a limit sets the speed. `idle`: nobody to call now. */
  kind: z.enum(['dialing', 'trial', 'paced', 'idle', 'held']),
  /** The same as a sentence. */
  text: z.string(),
})

/** How a running engine is doing: what `GET /status` answers. Every time is epoch milliseconds. */
export const statusSchema = z.object({
  at: instant,
  /** The company's zone (IANA): the one to show times in. */
  zone: z.string(),
  company: z.string(),
  version: z.string(),
  commit: z.string(),
  startedAt: instant,
  dialing,
  asterisk: z.object({ up: z.boolean(), version: z.string().exactOptional(), message: z.string() }),
  gates: z.array(gate),
  /** Gates open on trial: one call at a time finds out whether all is well again. */
  trial: z.array(z.string()),
  lines: z.array(line),
  /** Over all lines; 0 is none. */
  limits: z.object({ outbound: z.number(), inbound: z.number(), perSecond: z.number() }),
  destinations: z.array(destination),
  liveCalls: z.array(liveCall),
  ...kept,
})
export type Status = z.infer<typeof statusSchema>

/** What is kept in the store: all there is to say while no engine runs. */
export const keptSchema = z.object(kept)
export type Kept = z.infer<typeof keptSchema>

/** What `salehi status --json` prints. */
export const reportedSchema = z.discriminatedUnion('running', [
  z.object({ running: z.literal(true), ...statusSchema.shape }),
  z.object({ running: z.literal(false), because: z.string(), kept: keptSchema.exactOptional() }),
])
export type Reported = z.infer<typeof reportedSchema>
