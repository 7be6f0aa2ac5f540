import { fold } from '../persian.ts'
import { particlesOfBeing } from './being.ts'
import { conjugate, type Form } from './conjugation.ts'
import { decline } from './declension.ts'
import { everyRule } from './every-rule.ts'
import { idioms } from './idioms.ts'
import { bystanders, nouns } from './nouns.ts'
import { exact } from './particles.ts'
import { verbs } from './verbs.ts'

/**
 * Every form we know, folded, with its tags (a tag may repeat); no tags = known to mean nothing to us.
 * Built when first asked for: commands that hear nobody should not pay for some forty thousand forms.
 */
export const vocabulary: () => ReadonlyMap<string, readonly string[]> = once(build)

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function build(): Map<string, readonly string[]> {
  const known = new Map<string, readonly string[]>()
  const add = ([word, tags]: Form): void => {
    const have = known.get(word)
    known.set(word, have === undefined || have === tags ? tags : [...have, ...tags])
  }
  for (const verb of verbs) for (const form of conjugate(verb)) add(form)
  for (const form of particlesOfBeing()) add(form)
  for (const [tag, words] of Object.entries(nouns)) {
    for (const word of list(words)) for (const form of decline(word, [tag])) add(form)
  }
  for (const [tag, words] of Object.entries(exact)) for (const word of list(words)) add([fold(word), [tag]])
  for (const bystander of list(bystanders)) {
    for (const [word] of decline(bystander, [])) if (!known.has(word)) known.set(word, [])
  }
  for (const { pattern } of [...idioms, ...everyRule]) {
    for (const word of pattern.literals) if (!known.has(word)) known.set(word, [])
  }
  return known
}

function list(words: string): readonly string[] {
  return words.split(/\s+/).filter((word) => word !== '')
}
