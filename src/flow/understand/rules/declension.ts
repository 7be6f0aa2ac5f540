import { fold } from '../persian.ts'
import { type Form, glue } from './conjugation.ts'

/**
 * Every form of a noun or adjective: plural, «a», possessive, object marker and «is» as suffixes, with the tags given and
 * `p1`, `p2` or `p3` where the suffix tells whose it is or who is it (شماره‌م, مایلم, شماره‌تون).
 */
export function* decline(noun: string, tags: readonly string[]): Generator<Form> {
  const base = fold(noun)
  const owned = { p1: [...tags, 'p1'], p2: [...tags, 'p2'], p3: [...tags, 'p3'] }
  for (const [suffix, person] of suffixes) {
    const all = person === undefined ? tags : owned[person]
    const word = glue(base, suffix)
    // A suffix swallowed by the last letter (نام + م) tells nothing.
    if (word === base && suffix !== '') continue
    if (base.endsWith('م') && suffix === 'مه') continue
    yield [word, all]
    // A final silent ه is swallowed in speech: شمارم, شمارتون, علاقم.
    if (base.length > 3 && base.endsWith('ه') && person !== undefined) yield [glue(base.slice(0, -1), suffix), all]
  }
}

const owners = [
  ['م', 'p1'],
  ['ام', 'p1'],
  ['مون', 'p1'],
  ['مان', 'p1'],
  ['ت', 'p2'],
  ['ات', 'p2'],
  ['تون', 'p2'],
  ['تان', 'p2'],
  ['ش', 'p3'],
  ['اش', 'p3'],
  ['شون', 'p3'],
  ['شان', 'p3'],
] as const

const copulas = [
  ['ه', undefined],
  ['ست', undefined],
  ['س', undefined],
  ['است', undefined],
  ['یم', 'p1'],
  ['ایم', 'p1'],
  ['ید', 'p2'],
  ['ین', 'p2'],
  ['اید', 'p2'],
  ['این', 'p2'],
  ['ن', undefined],
  ['ند', undefined],
] as const

const plurals = ['ها', 'های', 'ا', 'ای', 'هایی', 'ان', 'ات'] as const

const suffixes: readonly (readonly [string, 'p1' | 'p2' | 'p3' | undefined])[] = [
  ['', undefined],
  ['ی', undefined],
  ['یی', undefined],
  ['و', undefined],
  ['رو', undefined],
  ['را', undefined],
  ['یه', undefined],
  ['ای', undefined],
  ['یش', 'p3'],
  ...owners.flatMap(([owner, person]) => [[owner, person] as const, [`${owner}و`, person] as const]),
  ...owners.map(([owner, person]) => [`${owner}ه`, person] as const),
  ...owners.map(([owner, person]) => [`ها${owner}`, person] as const),
  ...owners.map(([owner, person]) => [`ا${owner}`, person] as const),
  ...copulas,
  ...plurals.map((plural) => [plural, undefined] as const),
  ['هارو', undefined],
  ['ارو', undefined],
  ['هاست', undefined],
  ['هاس', undefined],
]
