import type { Located } from '../problem.ts'
import type { Rule } from './rule.ts'

/** `same-phrase`: a phrase decides at once, so it cannot mean two things. */
export const samePhrase: Rule = (model, report) => {
  for (const set of model.intents.entries.values()) {
    const first = new Map<string, string>()
    for (const [name, intent] of set.intents.entries)
      for (const phrase of intent.phrases) {
        const plain = plainPhrase(phrase)
        const other = first.get(plain) ?? name
        first.set(plain, other)
        if (other !== name)
          report.add('same-phrase', phrase.at, `"${phrase.value}" already means "${other}": it can mean one thing only`)
      }
  }
}

/** Spellings of one phrase: letter case, spaces, half-spaces, Arabic ي and ك. */
function plainPhrase(phrase: Located<string>): string {
  return phrase.value
    .toLowerCase()
    .replace(/[\s\u200c]+/g, '')
    .replaceAll('ي', 'ی')
    .replaceAll('ك', 'ک')
}
