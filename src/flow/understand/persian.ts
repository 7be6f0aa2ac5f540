/**
 * Spelling folded away, so that one sound has one spelling: letters Arabic keyboards and recognisers write differently
 * are made the same, marks and joiners go, stretched and doubled letters become one, anything else is one space.
 * Meant for comparing, never for showing. Folding twice changes nothing.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(silent, '')
    .replace(foldable, (letter) => letters.get(letter) ?? letter)
    .replace(notSpoken, ' ')
    .replace(stretched, '$1')
    .trim()
}

/** The folded reply cut at spaces; nothing said is an empty list. */
export function cut(text: string): readonly string[] {
  const folded = fold(text)
  return folded === '' ? [] : folded.split(' ')
}

/** Vowel signs, joiners, bidi marks, tatweel and the bare hamza: written or left out at will. */
const silent = /[\p{Mn}\p{Cf}ـء'’]/gu
const notSpoken = /[^\p{L}\p{N}]+/gu
/** Doubled letters go too: nobody stretches a word by a known number of letters. Digits stay. */
const stretched = /(\p{L})\1+/gu
const foldable = /[\u0600-\u06ff]/g

/** NFKD has already taken hamza and madda off أ إ آ ؤ ئ ۀ. */
const letters: ReadonlyMap<string, string> = new Map([
  ['ي', 'ی'],
  ['ى', 'ی'],
  ['ې', 'ی'],
  ['ے', 'ی'],
  ['ك', 'ک'],
  ['ڪ', 'ک'],
  ['ة', 'ه'],
  ['ۃ', 'ه'],
  ['ە', 'ه'],
  ['ہ', 'ه'],
  ['ھ', 'ه'],
  ['ٱ', 'ا'],
  ['ۆ', 'و'],
  ...[...'٠١٢٣٤٥٦٧٨٩'].map((digit, value) => [digit, String(value)] as const),
  ...[...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value) => [digit, String(value)] as const),
])
