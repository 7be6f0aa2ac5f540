import type { SourceFile } from '../../scenario/library.ts'
import type { Plan } from '../../scenario/plan.ts'
import { readTalks } from '../talks/read-talks.ts'
import type { Examples } from './sentences.ts'

/** What callers say in the talks beside the scenarios and what it means, by scenario. Faulty talks are passed over. */
export function talkExamples(
  sources: readonly SourceFile[],
  plans: ReadonlyMap<string, Plan>,
  zone: string,
): ReadonlyMap<string, Examples> {
  const found = new Map<string, Map<string, string[]>>()
  for (const { path, file, text } of sources) {
    if (!path.endsWith('.talk.yaml')) continue
    const { scenario, talks } = readTalks(text, file, { plans, whole: false, zone })
    if (scenario === undefined || talks === undefined || !plans.has(scenario)) continue
    const examples = found.getOrInsertComputed(scenario, () => new Map<string, string[]>())
    for (const step of talks.talks.flatMap((talk) => talk.steps)) {
      if (step.kind !== 'says' || step.means === undefined || step.recogniser !== undefined) continue
      examples.getOrInsertComputed(step.means.value, () => []).push(step.text)
    }
  }
  return found
}
