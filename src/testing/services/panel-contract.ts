import { z } from 'zod'

/** The panel's words for how a call ended. */
export const panelStatuses = [
  'CONNECTED',
  'NOT_INTERESTED',
  'DISCONNECTED',
  'HANGUP',
  'MISSED',
  'BUSY',
  'POWER_OFF',
  'BANNED',
  'UNKNOWN',
  'FAILED',
  'INBOUND_CALL',
  'COMPLAINED',
] as const

const id = z.union([z.number().int(), z.string().min(1)])
const name = z.string().min(1)
const instant = z.iso.datetime({ offset: true })
/** One short English sentence: letters, digits and everyday punctuation. */
const reason = z.string().regex(/^[\x20-\x7e]{1,200}$/)

const line = z.strictObject({ phone_number: name, display_name: z.string() })

/** What the panel accepts, strictly: an unknown key is a fault. */
export const panelBodies = {
  'register-scenarios': z.strictObject({
    company: name,
    scenarios: z.array(z.strictObject({ name, display_name: z.string() })).min(1),
  }),
  'register-outbound-lines': z.union([
    z.strictObject({ company: name, outbound_lines: z.array(line).min(1) }),
    z.strictObject({ company: name, lines: z.array(line).min(1) }),
  ]),
  'report-result': z.strictObject({
    number_id: id.nullable(),
    phone_number: name,
    company: name,
    scenario_id: id.optional(),
    outbound_line_id: id.optional(),
    status: z.enum(panelStatuses),
    reason,
    attempted_at: instant,
    agent_id: id.optional(),
    agent_phone: name.optional(),
    user_message: z.string().optional(),
    // Only ever sent to ask for a pause.
    call_allowed: z.literal(false).optional(),
  }),
  get_next_batch: z.strictObject({
    size: z.number().int().min(1).max(500),
    timezone: z.string().optional(),
    schedule_version: z.union([z.number(), z.string()]).nullish(),
  }),
  report_result: z.strictObject({
    contact_id: id.nullable(),
    status: z.enum(panelStatuses),
    user_message: z.string().nullish(),
    agent_id: id.nullish(),
    agent_phone: z.string().nullish(),
    timestamp: instant,
  }),
} as const

/** The query of `next-batch`. */
export const nextBatchQuery = z.strictObject({
  company: name,
  size: z.coerce.number().int().min(1).max(500),
  active_lines_count: z.coerce.number().int().min(0).optional(),
})

/** Endpoints that take a body. */
export type PanelEndpoint = keyof typeof panelBodies

/** Faults of a value by its schema, one sentence each; empty when there are none. */
export function faultsOf(schema: z.ZodType, value: unknown): readonly string[] {
  const read = schema.safeParse(value)
  return read.success ? [] : read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}
