import { englishCalls } from './english-calls.ts'
import { englishDay } from './english-day.ts'
import { englishFrame } from './english-frame.ts'
import type { Language } from './format.ts'
import { persianCalls } from './persian-calls.ts'
import { persianDay } from './persian-day.ts'
import { persianFrame } from './persian-frame.ts'
import type { Worded } from './worded.ts'

/** Everything the page says in one language. */
export interface Words {
  readonly frame: Worded<typeof englishFrame>
  readonly day: Worded<typeof englishDay>
  readonly calls: Worded<typeof englishCalls>
}

const words: Readonly<Record<Language, Words>> = {
  en: { frame: englishFrame, day: englishDay, calls: englishCalls },
  fa: { frame: persianFrame, day: persianDay, calls: persianCalls },
}

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return words[language]
}

/** The word for something the server names; a name nobody knew when the page was built is shown as it came. */
export function wordFor(known: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(known, name) ? (known[name] ?? name) : name
}
