import { z } from 'zod'

/** What is known of a number or a call, in order of time; made to be read. */
export const storySchema = z.object({
  title: z.string(),
  /** The company's zone (IANA): the one to show times in. */
  zone: z.string(),
  /** `at` in epoch milliseconds; absent where nobody wrote down when. */
  events: z.array(z.object({ at: z.number().exactOptional(), text: z.string() })),
  /** What will happen next, a sentence each. */
  next: z.array(z.string()),
})
export type Story = z.infer<typeof storySchema>

/** The answer of `POST /why`. */
export const whySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('story'), story: storySchema }),
  /** The beginning of an id fits more calls than one. */
  z.object({
    kind: z.literal('several'),
    zone: z.string(),
    calls: z.array(z.object({ id: z.string(), at: z.number() })),
  }),
  /** Neither a number nor a call that is known; `advice` says what to write. */
  z.object({ kind: z.literal('unknown'), advice: z.string() }),
])
export type Why = z.infer<typeof whySchema>
