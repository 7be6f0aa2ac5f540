import { z } from 'zod'

/** `GET /readyz`: whether calls can be placed and taken. Reasons are told to those who may look. */
export const readinessSchema = z.object({
  ready: z.boolean(),
  reasons: z.array(z.object({ name: z.string(), because: z.string() })).exactOptional(),
})

/** What stands in the way of placing and taking calls; empty: nothing does. */
export interface Readiness {
  readonly reasons: readonly { readonly name: string; readonly because: string }[]
}

/** `GET /healthz`: whether the engine works; what it says of itself to those who may look. */
export const healthSchema = z.object({
  healthy: z.boolean(),
  version: z.string().exactOptional(),
  company: z.string().exactOptional(),
  asterisk: z.object({ up: z.boolean(), message: z.string() }).exactOptional(),
  dialing: z.object({ kind: z.string(), text: z.string() }).exactOptional(),
})
