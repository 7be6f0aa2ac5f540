import { z } from 'zod'
import { parseDuration } from '../../kernel/duration.ts'

/** A share from 0 to 1, by hour of the day (0 to 23). */
export type ByHour = readonly number[]

/** What the network says of a call nobody answers, by weight. */
export const causes = ['no_answer', 'busy', 'power_off', 'unallocated', 'rejected', 'silent_network'] as const
export type Cause = (typeof causes)[number]

/** What somebody does who answers and does not agree, by weight. */
export const replies = ['no', 'unclear', 'asks', 'silent', 'leaves', 'complains'] as const
export type Reply = (typeof replies)[number]

/** Who is called and how they are; every share from 0 to 1, every time in milliseconds. */
export interface Mix {
  /** How many there are where no list is given. */
  readonly contacts: number
  readonly answerRate: ByHour
  /** Of those who answer. */
  readonly yesRate: ByHour
  /** How long a conversation with an operator lasts, on average, by the hour it begins in. */
  readonly talkMs: ByHour
  /** How long somebody who agreed waits for an operator, on average. */
  readonly patienceMs: number
  /** How long a phone rings until it is answered, on average. */
  readonly ringMs: number
  readonly causes: Readonly<Record<Cause, number>>
  readonly replies: Readonly<Record<Reply, number>>
  /** Of those who agree: how many are only understood when they are asked again. */
  readonly hesitation: number
  readonly operators: {
    /** How often a phone that rings is answered. */
    readonly answerRate: number
    /** How long it rings until then, on average. */
    readonly ringMs: number
    /** How many there are behind an extension or endpoint. */
    readonly people: number
  }
  readonly model: {
    /** Of the unclear replies: how many a language model understands. */
    readonly understands: number
    readonly takesMs: number
  }
  readonly recogniser: { readonly takesMs: number }
}

const share = z.union([z.string(), z.number()]).transform((value, context) => {
  const text = String(value).trim()
  const number = /^\d+(\.\d+)?\s*%$/.test(text) ? Number(text.replace('%', '')) / 100 : Number(text)
  if (text !== '' && number >= 0 && number <= 1) return number
  context.addIssue('must be a share: 35% or 0.35')
  return z.NEVER
})

const time = z.unknown().transform((value, context) => {
  const ms = typeof value === 'string' ? parseDuration(value) : undefined
  if (ms !== undefined && ms > 0 && ms <= 6 * 3_600_000) return ms
  context.addIssue('must be a length of time, up to 6h: 800ms, 45s, 2m')
  return z.NEVER
})

const weight = z.number({ error: 'must be a number: how many of them there are beside the others' }).min(0)
/** The longest list that is played: beyond it a simulation takes many minutes and tells nothing more. */
export const mostPeople = 20_000

/** One value for the whole day, or one from each hour on: `{ 9: 30%, 17: 45% }`. */
function byHour(value: z.ZodType<number>) {
  return z.unknown().transform((given, context): ByHour => {
    const isMap = typeof given === 'object' && given !== null && !Array.isArray(given)
    const entries = isMap ? Object.entries(given) : [['0', given] as const]
    if (entries.length === 0) context.addIssue('needs a value: one for the day, or { 9: …, 17: … } from those hours on')
    const from = new Map<number, number>()
    for (const [hour, each] of entries) {
      if (!/^([01]?\d|2[0-3])$/.test(hour)) {
        context.addIssue({ code: 'custom', message: `"${hour}" is no hour: write 0 to 23`, path: [hour] })
      }
      const read = value.safeParse(each)
      if (read.success) from.set(Number(hour), read.data)
      else
        for (const { message } of read.error.issues) {
          context.addIssue({ code: 'custom', message, path: isMap ? [hour] : [] })
        }
    }
    const hours = [...from.keys()].toSorted((one, other) => one - other)
    const first = hours[0]
    if (first === undefined) return z.NEVER
    return Array.from({ length: 24 }, (_, hour) => from.get(hours.findLast((each) => each <= hour) ?? first) as number)
  })
}

function weights<const K extends string>(names: readonly K[]) {
  return z
    .strictObject(Object.fromEntries(names.map((name) => [name, weight.optional()])))
    .refine((given) => Object.keys(given).length === 0 || Object.values(given).some((each) => (each ?? 0) > 0), {
      error: 'at least one of them must be more than 0',
    })
}

/** A mix file; whatever it leaves out is as in {@link defaultMix}. Its keys are told in {@link mixKeys}. */
export const mixSchema = z.strictObject({
  contacts: z
    .int({ error: 'must be a whole number of people' })
    .min(1)
    .max(mostPeople, { error: `may be at most ${mostPeople}` })
    .optional(),
  answer_rate: byHour(share).optional(),
  yes_rate: byHour(share).optional(),
  talk_time: byHour(time).optional(),
  patience: time.optional(),
  ring: time.optional(),
  causes: weights(causes).optional(),
  replies: weights(replies).optional(),
  hesitation: share.optional(),
  operators: z
    .strictObject({
      answer_rate: share.optional(),
      ring: time.optional(),
      people: z.int({ error: 'must be a whole number' }).min(1).max(1_000).optional(),
    })
    .optional(),
  model: z.strictObject({ understands: share.optional(), takes: time.optional() }).optional(),
  recogniser: z.strictObject({ takes: time.optional() }).optional(),
})

/** The keys of a mix file below each place in it; '' is the top. */
export const mixKeys: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(mixSchema.shape),
  causes,
  replies,
  operators: ['answer_rate', 'ring', 'people'],
  model: ['understands', 'takes'],
  recogniser: ['takes'],
}

const allDay = (value: number): ByHour => Array.from({ length: 24 }, () => value)

/** People called from a list on an ordinary day: fewer answer in the morning than after work. */
export const defaultMix: Mix = {
  contacts: 1_000,
  answerRate: Array.from({ length: 24 }, (_, hour) => (hour < 11 ? 0.42 : hour < 14 ? 0.48 : hour < 17 ? 0.45 : 0.54)),
  yesRate: allDay(0.16),
  talkMs: allDay(150_000),
  patienceMs: 60_000,
  ringMs: 9_000,
  causes: { no_answer: 48, busy: 16, power_off: 20, unallocated: 4, rejected: 10, silent_network: 2 },
  replies: { no: 48, unclear: 8, asks: 5, silent: 12, leaves: 24, complains: 3 },
  hesitation: 0.15,
  operators: { answerRate: 0.9, ringMs: 5_000, people: 3 },
  model: { understands: 0.5, takesMs: 1_000 },
  recogniser: { takesMs: 900 },
}

/** A mix as its file has it, completed. */
export function mixOf(file: z.output<typeof mixSchema>): Mix {
  const none = <K extends string>(names: readonly K[]): Record<K, number> =>
    Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>
  const { operators, model, recogniser } = file
  return {
    contacts: file.contacts ?? defaultMix.contacts,
    answerRate: file.answer_rate ?? defaultMix.answerRate,
    yesRate: file.yes_rate ?? defaultMix.yesRate,
    talkMs: file.talk_time ?? defaultMix.talkMs,
    patienceMs: file.patience ?? defaultMix.patienceMs,
    ringMs: file.ring ?? defaultMix.ringMs,
    causes: file.causes === undefined ? defaultMix.causes : { ...none(causes), ...file.causes },
    replies: file.replies === undefined ? defaultMix.replies : { ...none(replies), ...file.replies },
    hesitation: file.hesitation ?? defaultMix.hesitation,
    operators: {
      answerRate: operators?.answer_rate ?? defaultMix.operators.answerRate,
      ringMs: operators?.ring ?? defaultMix.operators.ringMs,
      people: operators?.people ?? defaultMix.operators.people,
    },
    model: {
      understands: model?.understands ?? defaultMix.model.understands,
      takesMs: model?.takes ?? defaultMix.model.takesMs,
    },
    recogniser: { takesMs: recogniser?.takes ?? defaultMix.recogniser.takesMs },
  }
}
