/** What stands in for something removed. */
const removed = '***'

const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${removed}`],
  [/\b([\w-]*(?:token|password|passwd|secret|api[_-]?key)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi, `$1${removed}`],
  [/\bsk-[\w-]{12,}/g, removed],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, `$1${removed}@`],
]

const digit = '[0-9۰-۹٠-٩]'

/** Digit runs long enough for a phone number, alone or written with spaces and dashes after 0 or +. */
const numbers: readonly RegExp[] = [
  new RegExp(`(?<!\\w|\\d[.-])\\+?${digit}{8,20}(?!\\w|[.-]\\d)`, 'g'),
  new RegExp(`(?<![\\w.:-])(?:\\+|[0۰٠])${digit}{1,4}(?:[ ()-]{1,2}${digit}{2,7}){1,4}(?![\\w:])`, 'g'),
]

/** Milliseconds since 1970 of our days: thirteen digits that are no number anybody dials. */
const epochMs = /^1\d{12}$/

/**
 * The last line of defence before a log: removes what looks like a phone number, a token or a password in an address.
 * Personal data belongs under `pii` and never comes this far; this is for what slipped into a message or an error.
 */
export function redact(text: string): string {
  let clean = text
  for (const [pattern, replacement] of secrets) clean = clean.replace(pattern, replacement)
  for (const pattern of numbers) clean = clean.replace(pattern, (run) => (epochMs.test(run) ? run : removed))
  return clean
}

/** Whether a field of this name is never shown, whatever it holds. */
export function isPrivateName(name: string): boolean {
  return /token|password|secret|api_?key|authorization|cookie|transcript|^(phone|phoneNumber|number|caller|callerId)$/i.test(
    name,
  )
}

/** Whether a number could be somebody's phone written without its zero. */
export function looksDialled(value: number): boolean {
  return Number.isInteger(value) && value >= 1e9 && value < 1e12
}
