import type { Word } from './word.ts'

/** A noun and a light verb that together are one verb: زنگ زدن, پاک کردن, ثبت نام کردن. */
interface Compound {
  readonly noun: string
  readonly verbs: readonly string[]
  readonly tag: string
}

/**
 * Gives the verb of each compound the compound's tag (`call` on the «نزنید» of «زنگ به ما نزنید»), keeping its negation
 * and person, and takes the plain verb's own tag from it. Up to three words may stand between.
 */
export function withCompounds(words: readonly Word[]): readonly Word[] {
  const reply = [...words]
  for (const [at, word] of words.entries()) {
    if (!isVerb(word)) continue
    const found = find(words, at, word)
    if (found === undefined) {
      if (getting.some((lemma) => word.tags.has(lemma)))
        reply[at] = { text: word.text, tags: new Set(word.tags).add('get') }
      continue
    }
    const tags = new Set([...word.tags].filter((tag) => !found.verbs.includes(tag)))
    reply[at] = { text: word.text, tags: tags.add(found.tag).add(found.tag === 'obtain' ? 'get' : 'compound') }
  }
  return reply
}

function find(words: readonly Word[], at: number, verb: Word): Compound | undefined {
  for (let before = at - 1; before >= 0 && before >= at - 4; before--) {
    const noun = words[before]!
    const compound = fitting(noun, verb)
    if (compound !== undefined) return compound
    // «تماس گرفته نشود»: a participle belongs to the verb; any other verb closes the phrase.
    if (noun.tags.has('but') || (isVerb(noun) && !noun.tags.has('part') && !hasNoun(noun))) return undefined
  }
  // «نزن زنگ»: turned round, only side by side.
  const next = words[at + 1]
  return next?.tags.has('ring') ? fitting(next, verb) : undefined
}

function fitting(noun: Word, verb: Word): Compound | undefined {
  return compounds.find((one) => noun.tags.has(one.noun) && one.verbs.some((lemma) => verb.tags.has(lemma)))
}

function isVerb(word: Word): boolean {
  return word.tags.has('v') || word.tags.has('part')
}

function hasNoun(word: Word): boolean {
  return compounds.some((one) => word.tags.has(one.noun))
}

function compound(noun: string, verbs: string, tag: string): Compound {
  return { noun, verbs: verbs.split(' '), tag }
}

/** Verbs by which something comes into one's hands. */
const getting = 'bring take have give find know reach lift come buy sell fall see let'.split(' ')

const compounds: readonly Compound[] = [
  compound('ring', 'hit take do become please', 'call'),
  compound('erase', 'do become please hit give', 'delete'),
  compound('crossing', 'hit', 'delete'),
  compound('pen', 'take', 'delete'),
  compound('exiting', 'do become', 'takeout'),
  compound('out', 'bring do', 'takeout'),
  compound('hark', 'give do please', 'listen'),
  compound('account', 'give do please', 'explain'),
  compound('intro', 'do become please', 'introduce'),
  compound('enrol', 'do become please', 'register'),
  compound('talk', 'do hit please', 'speak'),
  compound('found', 'do become', 'obtain'),
  compound('got', 'bring', 'obtain'),
  compound('handed', 'bring reach come', 'obtain'),
  compound('complaint', 'do have become give', 'complain'),
  compound('report', 'give do become', 'complain'),
  compound('cutting', 'do become', 'cut'),
  compound('linking', 'do become give', 'connect'),
  compound('bother', 'become do have', 'bothering'),
  compound('mistaken', 'take do become fall hit', 'mistake'),
  compound('thought', 'do', 'thinking'),
  compound('counsel', 'do', 'thinking'),
  compound('aware', 'become be', 'understand'),
  compound('received', 'do', 'obtain'),
  compound('off', 'become do', 'dropping'),
]

/** Every tag a compound verb may get. */
export const compoundTags: readonly string[] = ['compound', 'get', ...compounds.map((one) => one.tag)]
