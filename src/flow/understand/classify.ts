import { readEnglish } from './english.ts'
import { readPersian } from './persian-rules.ts'
import type { Reading, Verdict } from './rules/meaning.ts'

/** What the built-in rules make of a reply; `language` is a tag such as `fa-IR`. Other languages than ours are unknown, never sure. */
export function classifyByRules(text: string, language: string): Verdict {
  const { intent, sure } = readByRules(text, language)
  return { intent, sure }
}

/** As {@link classifyByRules}, with whether anything in it sounded like a wish to be left alone. */
export function readByRules(text: string, language: string): Reading {
  const code = language.toLowerCase().split(/[-_]/)[0]
  const persianLetters = /[\u0600-\u06ff]/.test(text)
  if (code === 'fa') return persianLetters ? readPersian(text) : readEnglish(text)
  if (code === 'en') return persianLetters ? readPersian(text) : readEnglish(text)
  return { intent: 'unknown', sure: false, optOutHeard: false }
}
