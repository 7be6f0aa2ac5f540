import { answerByRules, understand } from '../../flow/understand/understand.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Intent } from '../../scenario/plan.ts'
import type { Asked, Leaning, Question } from './questions.ts'

/** What can be said at one question and is understood there, by what it leads to. */
export interface Sentences {
  readonly by: Readonly<Record<Leaning, readonly string[]>>
  /** Understood by the rules as nothing; first those a model would be asked about. */
  readonly unclear: readonly string[]
  /** Understood by a model alone, by their intents. */
  readonly byModel: ReadonlyMap<string, string>
}

/** A question virtual people have no words for. */
export interface Speechless {
  readonly question: Question
  /** The intents of which at least one needs words. */
  readonly intents: readonly string[]
}

/** Sentences of talks, by the intent they stand for. */
export type Examples = ReadonlyMap<string, readonly string[]>

/** Nobody's answer to anything, in the languages whose rules we have; what is understood after all is left out. */
const babble: Readonly<Record<string, readonly string[]>> = {
  fa: ['والا چی بگم، حالا ببینم چی میشه', 'صدای تلویزیون را کم کن', 'امروز هوا خیلی خوب است', 'الو، چی گفتید', 'هوم'],
  en: ['well I do not know what to say', 'turn the television down', 'the weather is lovely today', 'hm'],
}
const anyBabble = ['hm hm hm', 'mhm tz', 'hmmm hm', 'tz tz']

/** The words of virtual people at each question of a scenario, or the questions they have none for. With a model they also say what only talks know. */
export async function sentencesFor(
  { plan, questions }: Asked,
  examples: Examples,
  { clock, hasModel }: { readonly clock: Clock; readonly hasModel: boolean },
): Promise<{ readonly sentences: ReadonlyMap<Question, Sentences>; readonly speechless: readonly Speechless[] }> {
  const sentences = new Map<Question, Sentences>()
  const speechless: Speechless[] = []
  const language = plan.language.default
  for (const question of questions) {
    const set = [...(plan.intents.get(question.step.expect)?.intents.values() ?? [])]
    const intents = [...set, ...plan.always]
    const meaningOf = async (transcript: string): Promise<string> => {
      const asked = { transcript, language, scenarioTitle: plan.title, intents }
      return (await understand(asked, { clock }, 0, new AbortController().signal)).intent
    }
    const isOpen = (transcript: string): boolean =>
      answerByRules({ transcript, language, scenarioTitle: plan.title, intents }) === undefined
    const byModel = new Map<string, string>()
    const by: Record<Leaning, string[]> = { agrees: [], declines: [], complains: [], asks: [] }
    for (const [name, leaning] of question.leanings) {
      const all = wordsOf(name, intents, examples)
      for (const words of all) if ((await meaningOf(words)) === name) by[leaning].push(words)
      if (!hasModel || by[leaning].length > 0) continue
      for (const words of all.filter(isOpen)) {
        by[leaning].push(words)
        byModel.set(words, name)
      }
    }
    const unclear: string[] = []
    const candidates = [...(examples.get('unknown') ?? []), ...(babble[language.slice(0, 2)] ?? []), ...anyBabble]
    for (const words of candidates) if ((await meaningOf(words)) === 'unknown') unclear.push(words)
    const open = Map.groupBy(new Set(unclear), isOpen)
    sentences.set(question, { by, byModel, unclear: [...(open.get(true) ?? []), ...(open.get(false) ?? [])] })
    for (const leaning of ['agrees', 'declines'] as const) {
      const wanted = [...question.leanings].flatMap(([name, each]) => (each === leaning ? [name] : []))
      if (wanted.length > 0 && by[leaning].length === 0) speechless.push({ question, intents: wanted })
    }
  }
  return { sentences, speechless }
}

function wordsOf(intent: string, intents: readonly Intent[], examples: Examples): readonly string[] {
  const phrases = intents.find(({ name }) => name === intent)?.phrases ?? []
  return [...new Set([...phrases, ...(examples.get(intent) ?? [])])]
}

/** What to do about scenarios nobody can answer; for the owner. */
export function speechlessText(
  speechless: readonly (Speechless & { readonly file: string; readonly language: string })[],
) {
  return [
    'Virtual people would not know what to answer:',
    ...speechless.map(({ file, language, question, intents }) => {
      const names = intents.map((name) => `"${name}"`).join(' or ')
      return `  ${file}:${question.step.line}: no sentence in ${language} is understood as ${names}`
    }),
    'Write phrases: under one of these intents (salehi try shows what is understood); or, where a language model is set',
    '(GAPGPT_API_KEY), a talk beside the scenario in which the caller says it (says: …, means: …).',
  ].join('\n')
}
