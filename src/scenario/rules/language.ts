import { quoted } from '../near.ts'
import type { Rule } from './rule.ts'

/** `language`: every prompt speaks every offered language, and none other. */
export const language: Rule = (model, report) => {
  const first = model.language.default?.value
  if (first === undefined) return
  const offered = model.language.offered.map((one) => one.value)
  for (const [name, prompt] of model.prompts.entries) {
    const silent = offered.filter((tag) => {
      if (prompt.spoken.has(tag)) return false
      return !prompt.spoken.has('') || (prompt.inDefaultOnly && tag !== first)
    })
    if (silent.length > 0) report.add('language', prompt.key, `the prompt "${name}" is silent in ${quoted(silent)}`)
    for (const [tag, spoken] of prompt.spoken)
      if (tag !== '' && !offered.includes(tag))
        report.add('language', spoken.at, `${tag} is not offered; the languages are ${offered.join(', ')}`)
  }
  for (const tag of model.speech.hotwords.keys())
    if (tag !== '' && !offered.includes(tag))
      report.add(
        'language',
        model.language.default?.at ?? model.at,
        `there are hotwords in "${tag}", which is not offered`,
      )
}
