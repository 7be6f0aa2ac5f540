import type { AppParts } from '../../app/parts.ts'
import { zoneOf } from '../../app/parts.ts'
import type { Config } from '../../config/config.ts'
import type { PhoneNumber } from '../../domain/phone-number.ts'
import type { Clock } from '../../kernel/clock.ts'
import { builtInQueue } from '../../operators/roster.ts'
import type { Library, SourceFile } from '../../scenario/library.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Policy } from '../../scenario/policy.ts'
import type { ForecastOrder } from './forecast.ts'
import type { Mix } from './mix.ts'
import { operatorPhones } from './operator-phones.ts'
import { type Asked, askedBy, type Question } from './questions.ts'
import { type Sentences, type Speechless, sentencesFor } from './sentences.ts'
import { talkExamples } from './talk-examples.ts'
import { virtualConfig } from './virtual-config.ts'

/** Settings with which a campaign can be simulated: the company and its lines are known. */
export type CampaignConfig = Config & Required<Pick<Config, 'company' | 'outbound'>>

/** What is simulated: the company's scenarios and rules under these settings. */
export type Campaign = Pick<ForecastOrder, 'parts' | 'asked' | 'sentences'> & {
  /** What was taken to be so, for the owner. */
  readonly notes: readonly string[]
}

/** A campaign that is ready to be played, or the questions nobody could answer. */
export type Prepared =
  | { readonly kind: 'ready'; readonly campaign: Campaign }
  | {
      readonly kind: 'speechless'
      readonly questions: readonly (Speechless & { readonly file: string; readonly language: string })[]
    }

/** What a campaign is made of. */
export interface CampaignParts {
  readonly config: CampaignConfig
  readonly library: Library & { readonly policy: Policy }
  /** Scenario files in force, talks among them. */
  readonly sources: readonly SourceFile[]
  readonly mix: Mix
  readonly keepsStaticList: boolean
  readonly clock: Clock
}

/** Puts virtual people, operators and services in the place of the real ones. */
export async function prepareCampaign({ library, sources, mix, clock, ...given }: CampaignParts): Promise<Prepared> {
  const policy: Policy = { ...library.policy, calling: { ...library.policy.calling, closed: [] } }
  const plans = [...library.plans.values()].filter(({ offers }) => offers.includes('outbound'))
  const asked = plans.map(askedBy)
  const queues = new Set(asked.flatMap((each) => [...each.queues]))
  const notes: string[] = []
  if (library.policy.calling.closed.length > 0) notes.push('Holidays are left out: the days are ordinary ones.')
  const config = withOperators(virtualConfig(given.config, given), queues, mix, policy, notes)
  const zone = zoneOf({ config, policy })
  const examples = talkExamples(sources, library.plans, zone)
  const { sentences, questions } = await wordsOf(asked, examples, { clock, hasModel: config.llm.apiKey !== undefined })
  if (questions.length > 0) return { kind: 'speechless', questions }
  if (config.llm.apiKey === undefined)
    notes.push('No language model is asked (GAPGPT_API_KEY is not set): the rules decide alone.')
  return { kind: 'ready', campaign: { parts: { config, plans, policy }, asked, sentences, notes } }
}

async function wordsOf(
  asked: readonly Asked[],
  examples: ReturnType<typeof talkExamples>,
  by: { readonly clock: Clock; readonly hasModel: boolean },
) {
  const sentences = new Map<Question, Sentences>()
  const questions: (Speechless & { readonly file: string; readonly language: string })[] = []
  for (const each of asked) {
    const { file, language, name } = each.plan
    const found = await sentencesFor(each, examples.get(name) ?? new Map(), by)
    for (const [question, words] of found.sentences) sentences.set(question, words)
    questions.push(...found.speechless.map((one) => ({ ...one, file, language: language.default })))
  }
  return { sentences, questions }
}

/** Where nobody takes transfers, the mix says how many do. */
function withOperators(
  config: AppParts['config'],
  queues: ReadonlySet<string>,
  mix: Mix,
  policy: Policy,
  notes: string[],
): AppParts['config'] {
  const { people } = mix.operators
  const needsOwn = queues.has(builtInQueue) && operatorPhones([builtInQueue], config, policy, people).seats === 0
  if (needsOwn) {
    notes.push(`No operators are set (OPERATOR_MOBILE_NUMBERS): ${people} are assumed; operators: people: in the mix.`)
    const mobileNumbers = Array.from({ length: people }, (_, nth) => `0912${String(2_000_000 + nth)}` as PhoneNumber)
    return { ...config, operators: { ...config.operators, mobileNumbers } }
  }
  if (operatorPhones(queues, config, policy, people).isGuessed) {
    notes.push(`Behind an extension or endpoint ${people} operators are assumed; operators: people: in the mix.`)
  }
  return config
}

/** People nobody gave a list of, with whatever the scenarios want to know of them. */
export function* madeUpPeople(count: number, plans: readonly Plan[]) {
  const fields = Object.fromEntries(
    plans.flatMap(({ contact }) => [...contact].map(([name, type]) => [name, samples[type]])),
  )
  for (let row = 1; row <= count; row++) {
    const phone = `0913${String(1_000_000 + row)}` as PhoneNumber
    yield { row, value: phone, person: { phone, fields } }
  }
}

const samples = {
  text: 'abc',
  digits: '1234',
  phone: '09131234567',
  date: '2026-01-10',
  money: '1000000',
  number: '3',
  choice: 'a',
  yes_no: 'yes',
} as const
