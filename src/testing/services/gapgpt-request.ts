import { z } from 'zod'

/** What our client may ask: one small, unstreamed answer. Room for more than 64 tokens is refused by price. */
const chatRequest = z.strictObject({
  model: z.string().min(1),
  temperature: z.number().min(0).max(2),
  max_tokens: z.number().int().min(1).max(64),
  stream: z.literal(false),
  messages: z
    .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string().min(1) }))
    .min(1),
})

/** A chat request that kept to the contract. */
export type GapGptChat = z.infer<typeof chatRequest>

/** The request in a body, or one sentence per departure from the contract. */
export function readChat(body: string): GapGptChat | { readonly violations: readonly string[] } {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { violations: ['the body is not JSON'] }
  }
  const read = chatRequest.safeParse(json)
  if (read.success) return read.data
  return { violations: read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
}
