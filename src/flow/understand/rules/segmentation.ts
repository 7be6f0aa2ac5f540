import { cut } from '../persian.ts'
import { glue } from './conjugation.ts'
import { spellings } from './misspelling.ts'
import { vocabulary } from './vocabulary.ts'
import type { Word } from './word.ts'

type Known = ReadonlyMap<string, readonly string[]>

/**
 * The words of a reply. Recognisers cut words in two («نمی خوام», «شماره مو») and run them together («ازکجاآوردین»):
 * pieces that only make sense together are joined, a word that only makes sense in pieces is cut, and what is left
 * unknown is read as the known word one letter away.
 */
export function segment(text: string): readonly Word[] {
  const known = vocabulary()
  const words: Word[] = []
  const pieces = cut(text)
  for (let at = 0; at < pieces.length; ) {
    const joined = join(pieces, at, known)
    if (joined !== undefined) {
      words.push(word(joined.text, known))
      at += joined.count
      continue
    }
    const piece = pieces[at++]!
    if (known.has(piece) || piece.length > longest) words.push(word(piece, known))
    else for (const part of split(piece, known) ?? [spellings(piece, known) ?? piece]) words.push(word(part, known))
  }
  return words
}

function word(text: string, known: Known): Word {
  return {
    text,
    tags: new Set(
      /^\d+$/.test(text) ? ['num', ...(Number(text) >= 55 && text.length === 2 ? ['aged'] : [])] : [],
    ).union(new Set(known.get(text))),
  }
}

/** Two or three pieces that are one known word, where at least one of them is none by itself. */
function join(pieces: readonly string[], at: number, known: Known): { text: string; count: number } | undefined {
  for (const count of [3, 2]) {
    const parts = pieces.slice(at, at + count)
    // The verb a prefix belongs to comes after it.
    if (parts.length < count || ['می', 'نمی'].includes(parts.at(-1)!)) continue
    const text = parts.reduce(glue)
    if (text.length <= longest && known.has(text) && parts.some((part) => !known.has(part))) return { text, count }
  }
  return undefined
}

/** The fewest known words that make up this one; short pieces only where they are everyday little words. */
function split(text: string, known: Known): readonly string[] | undefined {
  const best: (readonly string[] | undefined)[] = [[]]
  for (let end = 1; end <= text.length; end++) {
    for (let start = Math.max(0, end - longest); start < end; start++) {
      const before = best[start]
      if (before === undefined) continue
      // Folding made one letter of two where a word ends as the next begins (کجا آوردین).
      const part = [text.slice(start, end), text.slice(Math.max(0, start - 1), end)].find((part) =>
        part.length > 2 ? known.has(part) : littleWords.has(part) && (part !== 'نه' || start === 0),
      )
      if (part === undefined) continue
      const current = best[end]
      if (current === undefined || before.length + 1 < current.length) best[end] = [...before, part]
    }
  }
  const parts = best[text.length]
  return parts !== undefined && (parts[0] === 'از' || parts.some((part) => part.length > 2)) ? parts : undefined
}

const littleWords: ReadonlySet<string> = new Set([
  'از',
  'به',
  'من',
  'رو',
  'نه',
  'کی',
  'چی',
  'تو',
  'ما',
  'با',
  'هم',
  'خط',
  'در',
  'سر',
])
/** Letters of the longest word worth analysing. */
const longest = 24
