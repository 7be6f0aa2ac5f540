import { z } from 'zod'

/** The panel's contract: today's form and the one before it. */
export type PanelApi = 'v2' | 'v1'

/** An id as the panel writes it; told back unchanged. Whole numbers past 2^53 would lose digits and are refused. */
export type PanelId = number | string

const id = z.union([z.int(), z.string().min(1).max(100)], { error: 'must be a whole number or a text' })
const phone = z.union([z.string().min(1).max(64), z.int().nonnegative().transform(String)], {
  error: 'must be a phone number, written as text',
})
const name = z.string({ error: 'must be a text' }).min(1, { error: 'must not be empty' })

/** Shown to people and nothing else: a wrong one is not worth losing the thing it names. */
const label = z.string().nullish().catch(undefined)

/** v2 `batch.numbers[]`. */
export const numberItem = z.object({ id, phone_number: phone })

/** v1 `contacts[]`. */
export const contactItem = z.object({
  id,
  phone,
  metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
})

/** v2 `active_scenarios[]`. */
export const scenarioItem = z.object({ id, name })

/** v2 `outbound_lines[]`. */
export const lineItem = z.object({ id: id.nullish(), phone_number: phone, display_name: label })

/** `inbound_agents[]`, `outbound_agents[]` and the old `active_agents[]`, which says `name` and `mobile`. */
export const agentItem = z
  .object({ id, full_name: label, name: label, phone_number: phone.nullish(), mobile: phone.nullish() })
  .transform((agent, context) => {
    const number = agent.phone_number ?? agent.mobile
    if (number === undefined || number === null) {
      context.addIssue({ code: 'custom', path: ['phone_number'], message: 'is missing' })
      return z.NEVER
    }
    return { id: agent.id, name: agent.full_name ?? agent.name ?? undefined, phone: number }
  })

/** `call_allowed`. */
export const permission = z.boolean({ error: 'must be true or false' })

/** `retry_after_seconds`. */
export const seconds = z.number({ error: 'must be a number of seconds' }).nonnegative({ error: 'must not be negative' })

/** `reason`. */
export const sentence = z.string({ error: 'must be a text' })

/** `schedule_version`: sent back to a v1 panel as it came. */
export const version = id

/** Any JSON object. */
export const object = z.record(z.string(), z.unknown(), { error: 'must be an object' })

/**
 * One member of an answer: absent or null is undefined; a wrong one is undefined too and leaves a fault that names the
 * path and what it must be, never what it was.
 */
export function field<T>(value: unknown, path: string, schema: z.ZodType<T>, faults: string[]): T | undefined {
  if (value === undefined || value === null) return undefined
  const read = schema.safeParse(value)
  if (read.success) return read.data
  faults.push(describe(path, read.error))
  return undefined
}

/** A list whose wrong items are left out, each with a fault; `wrong` when it is no list at all. */
export function list<T>(
  value: unknown,
  path: string,
  schema: z.ZodType<T>,
  faults: string[],
): readonly T[] | 'wrong' | undefined {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) {
    faults.push(`${path}: must be a list`)
    return 'wrong'
  }
  const good: T[] = []
  for (const [at, item] of value.entries()) {
    const read = schema.safeParse(item)
    if (read.success) good.push(read.data)
    else faults.push(describe(`${path}[${at}]`, read.error))
  }
  return good
}

function describe(path: string, error: z.ZodError): string {
  const issue = error.issues[0]
  const below = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
  return `${path}${below.join('')}: ${issue?.message ?? 'is wrong'}`
}
