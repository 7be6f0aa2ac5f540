/** The languages the page speaks. */
export const languages = ['fa', 'en'] as const
export type Language = (typeof languages)[number]

/** Numbers, instants and lengths of time as one language writes them, in one zone. Instants are epoch milliseconds. */
export interface Format {
  readonly language: Language
  number(value: number): string
  /** `42 %`; 0 of 0 is 0. */
  percent(part: number, whole: number): string
  /** `14:05` */
  time(at: number): string
  /** `14:05:09` */
  exactTime(at: number): string
  /** `Saturday 21 November`, in Persian `شنبه ۳۰ آبان`. */
  day(at: number): string
  /** The time alone today, with the day before it otherwise. */
  moment(at: number, now: number): string
  /** A clock that runs: `1:05`, `1:02:05`. */
  timer(ms: number): string
  /** A length of time in words: `850 ms`, `2.5 s`, `3 min 20 s`. */
  span(ms: number): string
  /** Text with this language's digits: for phone numbers, which are no quantities. */
  digits(text: string): string
  bytes(count: number): string
  /** Several things in a row, with this language's comma. */
  list(parts: readonly string[]): string
}

const locales = { fa: 'fa-IR-u-ca-persian-nu-arabext', en: 'en-GB-u-ca-gregory-nu-latn' } as const

const units = {
  fa: { ms: 'هزارم ثانیه', s: 'ثانیه', min: 'دقیقه', h: 'ساعت', d: 'روز', and: ' و ' },
  en: { ms: 'ms', s: 's', min: 'min', h: 'h', d: 'd', and: ' ' },
} as const

/** How `language` writes in `zone` (IANA). */
export function formatOf(language: Language, zone: string): Format {
  const locale = locales[language]
  const timeZone = zone
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const
  const time = new Intl.DateTimeFormat(locale, clock)
  const exactTime = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' })
  const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone })
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone })
  const dayKey = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone })
  const digits = (text: string): string => (language === 'fa' ? inPersianDigits(text) : inLatinDigits(text))
  const list = (parts: readonly string[]): string => parts.join(language === 'fa' ? '، ' : ', ')
  return {
    language,
    list,
    number: (value) => number.format(value),
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part / whole),
    time: (at) => time.format(at),
    exactTime: (at) => exactTime.format(at),
    day: (at) => day.format(at),
    moment: (at, now) =>
      dayKey.format(at) === dayKey.format(now) ? time.format(at) : list([shortDay.format(at), time.format(at)]),
    timer: (ms) => digits(timer(ms)),
    span: (ms) => span(ms, (value) => number.format(value), units[language]),
    digits,
    bytes: (count) => `${number.format(Math.round(count / 1_000))} ${language === 'fa' ? 'کیلوبایت' : 'kB'}`,
  }
}

function inPersianDigits(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x06f0 + Number(digit)))
}

/** Persian and Arabic digits as Latin ones: what people type is sent so. */
export function inLatinDigits(text: string): string {
  return text
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
}

function timer(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

type Units = (typeof units)[Language]

function span(ms: number, write: (value: number) => string, unit: Units): string {
  if (ms < 1_000) return `${write(Math.max(0, Math.round(ms)))} ${unit.ms}`
  if (ms < 10_000) return `${write(Math.round(ms / 100) / 10)} ${unit.s}`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${write(seconds)} ${unit.s}`
  const minutes = Math.floor(seconds / 60)
  const join = (whole: number, one: string, rest: number, other: string): string =>
    rest === 0 ? `${write(whole)} ${one}` : `${write(whole)} ${one}${unit.and}${write(rest)} ${other}`
  if (minutes < 60) return join(minutes, unit.min, seconds % 60, unit.s)
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return join(hours, unit.h, minutes % 60, unit.min)
  return join(Math.floor(hours / 24), unit.d, hours % 24, unit.h)
}
