import { withCompounds } from './rules/compounds.ts'
import { decide } from './rules/decision.ts'
import { vouchedFor } from './rules/discourse.ts'
import { everyRule } from './rules/every-rule.ts'
import { type Evidence, gather } from './rules/evidence.ts'
import { withoutIdioms } from './rules/idioms.ts'
import type { Reading } from './rules/meaning.ts'
import { segment } from './rules/segmentation.ts'
import type { Word } from './rules/word.ts'

/** What the rules make of a Persian reply. */
export function readPersian(text: string): Reading {
  const { words, evidence } = analyse(text)
  return {
    ...decide(words, vouchedFor(words, evidence)),
    optOutHeard:
      evidence.some(({ signal }) => signal === 'opt_out' || signal === 'dont_call') || words.some(isOptOutWord),
  }
}

function isOptOutWord(word: Word): boolean {
  return ['erase', 'complaint', 'police', 'delete'].some((tag) => word.tags.has(tag))
}

/** A Persian reply as the rules see it: its words, idioms and compound verbs resolved, and the evidence found in them. */
export function analyse(text: string): { readonly words: readonly Word[]; readonly evidence: readonly Evidence[] } {
  const words = withCompounds(withoutIdioms(segment(text)))
  return { words, evidence: gather(words, everyRule) }
}
