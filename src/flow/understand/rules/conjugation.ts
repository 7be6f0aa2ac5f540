import { fold } from '../persian.ts'

/** A verb by its stems; spoken and written stems stand side by side. */
export interface Verb {
  readonly lemma: string
  readonly present: readonly string[]
  readonly past: readonly string[]
  /** Whether its present is also said without a prefix (کنم, دارم, شود). */
  readonly bare: boolean
}

/** A word as spoken (folded), with what is known of it. */
export type Form = readonly [word: string, tags: readonly string[]]

/**
 * Every form of a verb with its tags: the lemma, `pos` or `neg`, the person `p1` `p2` `p3` (number does not matter to us),
 * `pres`, `past`, `subj`, and `imp` for whatever orders or forbids.
 */
export function* conjugate(verb: Verb): Generator<Form> {
  for (const stem of verb.present.map(fold)) {
    const wish = join('ب', stem)
    const refusal = join('ن', stem)
    for (const [ending, person] of presentEndings) {
      if (stem.endsWith(ending) && verb.lemma === 'know') continue
      yield* form(verb, glue('می', glue(stem, ending)), ['pos', person, 'pres'])
      yield* form(verb, glue('نمی', glue(stem, ending)), ['neg', person, 'pres'])
      const order = person === 'p2' ? ['imp'] : []
      yield* form(verb, glue(wish, ending), ['pos', person, 'subj', ...order])
      yield* form(verb, glue(refusal, ending), [
        'neg',
        person,
        ...(verb.lemma === 'have' ? ['pres'] : ['subj', ...order]),
      ])
      if (!verb.bare) continue
      yield* form(verb, glue(stem, ending), ['pos', person, ...(verb.lemma === 'have' ? ['pres'] : ['subj', ...order])])
    }
    if (stem.length < 2) continue
    yield* form(verb, wish, ['pos', 'p2', 'imp'])
    yield* form(verb, refusal, ['neg', 'p2', 'imp'])
    if (verb.bare && verb.lemma !== 'have') yield* form(verb, stem, ['pos', 'p2', 'imp'])
  }
  for (const stem of verb.past.map(fold)) {
    for (const [ending, person] of pastEndings) {
      yield* form(verb, glue('می', glue(stem, ending)), ['pos', person, 'past'])
      yield* form(verb, glue('نمی', glue(stem, ending)), ['neg', person, 'past'])
    }
    for (const [ending, person] of [...pastEndings, ...perfectEndings]) {
      yield* form(verb, glue(stem, ending), ['pos', person, 'past'])
      yield* form(verb, glue(join('ن', stem), ending), ['neg', person, 'past'])
    }
    yield* form(verb, glue(stem, 'ه'), ['part'])
  }
}

function* form(verb: Verb, word: string, tags: readonly string[]): Generator<Form> {
  const all = [verb.lemma, 'v', ...tags]
  yield [word, all]
  // بگیدش, نمی‌خوامش, بفرستیدشون: the object as a suffix.
  if (word.length < 4 || tags.includes('past')) return
  if (tags.includes('imp') || tags.includes('p1')) yield [glue(word, 'ش'), all]
  if (tags.includes('imp')) yield [glue(word, 'شون'), all]
  // میشناسینم, نمیدم‌ا: me as a suffix, and the stressed ending of a warning.
  if (/(ین|ید)$/.test(word)) for (const me of ['م', 'مون']) yield [glue(word, me), [...all, 'me']]
  if (tags.includes('p1') && word.endsWith('م')) yield [`${word}ا`, all]
}

/** Two folded parts as one folded word: a letter that meets itself is one letter. */
export function glue(first: string, second: string): string {
  return first.at(-1) === second[0] ? first + second.slice(1) : first + second
}

/** A prefix before a vowel takes a glide: بیار, نیومد. */
function join(prefix: string, stem: string): string {
  if (!stem.startsWith('ا')) return glue(prefix, stem)
  return prefix + (stem[1] === 'و' ? `ی${stem.slice(1)}` : `ی${stem}`)
}

const presentEndings = [
  ['م', 'p1'],
  ['ی', 'p2'],
  ['ه', 'p3'],
  ['د', 'p3'],
  ['یم', 'p1'],
  ['ید', 'p2'],
  ['ین', 'p2'],
  ['ن', 'p3'],
  ['ند', 'p3'],
] as const

const pastEndings = [
  ['م', 'p1'],
  ['ی', 'p2'],
  ['', 'p3'],
  ['یم', 'p1'],
  ['ید', 'p2'],
  ['ین', 'p2'],
  ['ن', 'p3'],
  ['ند', 'p3'],
] as const

const perfectEndings = [
  ['ه', 'p3'],
  ['هام', 'p1'],
  ['هم', 'p1'],
  ['های', 'p2'],
  ['هاست', 'p3'],
  ['هست', 'p3'],
  ['هایم', 'p1'],
  ['هاید', 'p2'],
  ['هاین', 'p2'],
  ['هاند', 'p3'],
  ['هان', 'p3'],
] as const
