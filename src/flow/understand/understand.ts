import type { Clock } from '../../kernel/clock.ts'
import { TimedOut, within } from '../../kernel/deadline.ts'
import type { Classified, Classifier, ClassifyQuestion, Unavailable } from '../ports.ts'
import { readByRules } from './classify.ts'
import { fold } from './persian.ts'
import { heardWhole, heardWithin } from './phrases.ts'
import { meanings, type Reading } from './rules/meaning.ts'

/** What understanding needs of the world. */
export interface UnderstandPorts {
  /** Absent: the rules decide alone. */
  readonly classifier?: Classifier | undefined
  readonly clock: Clock
  /** Told when the model could not serve, by its name. */
  readonly onUnavailable?: (service: string, because: Unavailable) => void
}

/** The intent of a reply and who decided it; `none` = nothing was said. */
export interface Understood {
  readonly intent: string
  readonly by: 'rule' | 'llm' | 'none'
}

/**
 * Sorts a reply into the intents in force or `unknown`, within `budgetMs`: a phrase of the scenario heard whole decides
 * at once, then the rules where they are sure, then the model; where that fails, is late or answers something else, the
 * rules' best guess stands. Throws nothing but the signal's reason.
 */
export async function understand(
  question: ClassifyQuestion,
  ports: UnderstandPorts,
  budgetMs: number,
  signal: AbortSignal,
): Promise<Understood> {
  signal.throwIfAborted()
  if (fold(question.transcript) === '') return { intent: 'unknown', by: 'none' }
  const phrase = heardWhole(question.transcript, question.intents)
  if (phrase !== undefined) return { intent: phrase, by: 'rule' }

  const reading = readByRules(question.transcript, question.language)
  const guess = mapped(reading, question)
  if (guess.sure || ports.classifier === undefined || budgetMs <= 0) return { intent: guess.intent, by: 'rule' }

  const answer = await consult(ports.classifier, question, ports, budgetMs, signal)
  return answer !== undefined && acceptable(answer, reading, question)
    ? { intent: answer, by: 'llm' }
    : { intent: guess.intent, by: 'rule' }
}

/** The intent, or `unknown`, that a phrase heard whole or the rules decide alone; undefined where somebody wiser may be asked. */
export function answerByRules(question: ClassifyQuestion): string | undefined {
  const phrase = heardWhole(question.transcript, question.intents)
  if (phrase !== undefined) return phrase
  const guess = mapped(readByRules(question.transcript, question.language), question)
  return guess.sure ? guess.intent : undefined
}

/** The rules speak of yes, no, the number and leaving alone; here of the intents this question has. */
function mapped(reading: Reading, question: ClassifyQuestion): { readonly intent: string; readonly sure: boolean } {
  // In force at every question, whatever it declares.
  if (reading.intent === 'remove_me') return reading
  const names = new Set(question.intents.map((intent) => intent.name))
  const ours = question.intents.every((intent) => meanings.some((meaning) => meaning === intent.name))
  if (ours && names.has('yes') && names.has('no')) {
    return names.has(reading.intent) ? reading : { intent: 'unknown', sure: reading.sure }
  }
  // Intents of the scenario's own may split what we would call yes or no: its phrases and the model know better.
  const hint = heardWithin(question.transcript, question.intents)
  return { intent: hint ?? (names.has(reading.intent) ? reading.intent : 'unknown'), sure: false }
}

async function consult(
  classifier: Classifier,
  question: ClassifyQuestion,
  ports: UnderstandPorts,
  budgetMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  let classified: Classified
  try {
    classified = await within(
      ports.clock,
      budgetMs,
      'the language model',
      (inner) => classifier.classify(question, inner),
      signal,
    )
  } catch (error) {
    signal.throwIfAborted()
    // Whatever went wrong with the model, the caller is waiting and the rules have an answer.
    classified = { kind: 'unavailable', because: error instanceof TimedOut ? 'timeout' : 'transient' }
  }
  if (classified.kind === 'intent') return classified.intent
  ports.onUnavailable?.(classifier.name, classified.because)
  return undefined
}

/** Only declared intents, and never a yes from someone who may have asked to be left alone. */
function acceptable(answer: string, reading: Reading, question: ClassifyQuestion): boolean {
  if (answer === 'yes' && reading.optOutHeard) return false
  return answer === 'unknown' || question.intents.some((intent) => intent.name === answer)
}
