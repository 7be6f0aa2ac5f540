import { z } from 'zod'

/** What a person may tell a running engine. */
export interface Controls {
  /** Dials no more until {@link Controls.resume}, also after a restart; calls that are up go on. */
  pause(because: string): void
  /** Ends a pause and tries again at once what failures shut. */
  resume(): void
  /** Dials no more; the engine ends when the calls that are up have ended. */
  drain(): void
  /** Somebody changed the store: the list, the do-not-call list or the outbox is to be looked at. */
  changed(): void
}

/** Body of `POST /pause`. */
export const pauseBody = z.strictObject({ because: z.string().trim().max(200).exactOptional() })

/** Body of `POST /why`: a phone number, or a call's id or how it begins. */
export const whyBody = z.strictObject({ about: z.string().trim().min(1).max(100) })

/** What every command answers: what holds dialing now, and how many calls are up. */
export const heldSchema = z.object({
  holding: z.array(z.object({ name: z.string(), because: z.string(), opens: z.string() })),
  liveCalls: z.number(),
})
export type Held = z.infer<typeof heldSchema>

/** What a request that went wrong is answered with. */
export const failureSchema = z.object({ error: z.string(), advice: z.string() })
export type Failure = z.infer<typeof failureSchema>
