/** Why the console sent nothing. */
export const smsFaults = ['quota', 'sender', 'key', 'request', 'other'] as const
export type SmsFault = (typeof smsFaults)[number]

/** What the console's answer means; `said` is its reason where that is safe to repeat. */
export type SmsAnswer =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly fault: SmsFault; readonly said?: string }
  /** A success that cannot be read: whether anything was sent is not known. */
  | { readonly kind: 'unreadable' }

/** Record numbers up to here are codes of failure. */
const largestCode = 1_000

/** In this order: «the sender is not valid» also says «not valid». */
const words: readonly (readonly [SmsFault, RegExp])[] = [
  ['quota', /اعتبار.{0,20}(کافی|ندار|تمام)|موجودی|شارژ/],
  ['sender', /فرستنده|شماره اختصاصی/],
  ['key', /کلید|کنسول/],
  ['request', /درخواست|پارامتر|گیرنده/],
]

/** Reads an answer of the console's: success is a record number above a thousand, whatever the HTTP status says. */
export function readSmsAnswer(status: number, text: string): SmsAnswer {
  const body = parsed(text)
  if (body === undefined) return status < 300 ? { kind: 'unreadable' } : { kind: 'refused', fault: byStatus(status) }
  if (status < 300 && [body['recId'], body['recIds']].flat().some((id) => Number(id) > largestCode)) {
    return { kind: 'sent' }
  }
  const reason = typeof body['status'] === 'string' ? plain(body['status']) : ''
  if (status < 300 && reason === '') return { kind: 'unreadable' }
  const fault = words.find(([, pattern]) => pattern.test(reason))?.[0] ?? byStatus(status)
  return { kind: 'refused', fault, ...(safe.test(reason) ? { said: reason } : {}) }
}

/** Words alone: a number, a key or an address in a reason must not reach a log. */
const safe = /^(?!.*\p{N})[\p{Script=Arabic}\u200c\s.،!]{1,100}$/u

function byStatus(status: number): SmsFault {
  if (status === 401 || status === 403) return 'key'
  return status === 400 || status === 422 ? 'request' : 'other'
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined // told by its status alone
  }
}

/** One spelling: Arabic letters as Persian ones, spaces single. */
function plain(text: string): string {
  return text.replaceAll('ي', 'ی').replaceAll('ك', 'ک').replace(/\s+/g, ' ').trim()
}
