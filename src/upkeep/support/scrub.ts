import { redact } from '../../logs/redact.ts'

/** Takes out of a text what must not leave the house. */
export type Scrub = (text: string) => string

const removed = '***'
/** Shorter ones would take half of the text with them. */
const leastKnown = 4

/** Letters of other scripts: our own words are English, so these are somebody's name or what they said. */
const foreign = /[^\p{ASCII}]*[^\p{ASCII}\p{P}\p{S}\p{Z}\p{M}\p{C}][^\p{ASCII}]*(?:[\s,.]+[^\p{ASCII}]+)*/gu
/** Digits with what people write between them; those with spaces are told by their 0 or + in front. */
const digits = /(?<![0-9a-zA-Z])\+?\d[\d()./-]*\d(?![0-9a-zA-Z])/g
/** As many as somebody's number has at least. */
const leastDigits = 7
const instant = /^(?:1\d{12}|\d{4}-\d{2}-\d{2}|\d{1,3}(?:\.\d{1,3}){3})$/

/** Removes what is known to be secret or personal wherever it stands, and after that everything that looks so. */
export function scrubOf(known: Iterable<string>): Scrub {
  const words = [...new Set([...known].map((word) => word.trim()))]
    .filter((word) => word.length >= leastKnown)
    .toSorted((one, other) => other.length - one.length)
  return (text) => {
    let clean = text
    for (const word of words) if (clean.includes(word)) clean = clean.replaceAll(word, removed)
    return redact(clean)
      .replace(foreign, removed)
      .replace(digits, (run) => (instant.test(run) || countOf(run) < leastDigits ? run : removed))
  }
}

function countOf(run: string): number {
  return run.replace(/\D/g, '').length
}
