import { latinDigits } from '../domain/phone-number.ts'
import type { FactValue } from './expression/facts.ts'
import type { FieldType } from './plan.ts'

const digitWords: Readonly<Record<string, readonly string[]>> = {
  fa: ['صفر', 'یک', 'دو', 'سه', 'چهار', 'پنج', 'شش', 'هفت', 'هشت', 'نه'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
}

/** A value as it is spoken in a language. What does not fit its format is said as it was written. */
export function speakAs(value: FactValue, format: FieldType, language: string): string {
  const written = String(value)
  switch (format) {
    case 'digits':
      return digits(written, language)
    case 'phone':
      return phone(written, language)
    case 'number':
    case 'money':
      return number(value, language) ?? written
    case 'date':
      return date(written, language) ?? written
    case 'yes_no':
      return yesNo(value, language) ?? written
    case 'choice':
      return written.replaceAll('_', ' ')
    case 'text':
      return written
    default:
      return format satisfies never
  }
}

/** A number as people and spreadsheets write it (`۱٬۲۰۰`, `1,200.5`); undefined when it is none. */
export function parseNumber(value: FactValue): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return undefined
  const plain = latinDigits(value)
    .replace(/[\s,٬\u200c]/g, '')
    .replace('٫', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined
}

/** Whether a value says yes or no in one of the ways lists write it; undefined when it says neither. */
export function parseYesNo(value: FactValue): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = String(value).trim().toLowerCase()
  if (['yes', 'y', 'true', '1', 'بله', 'آری'].includes(word)) return true
  return ['no', 'n', 'false', '0', 'نه', 'خیر'].includes(word) ? false : undefined
}

function digits(written: string, language: string): string {
  const words = digitWords[language.slice(0, 2)]
  const spoken = [...latinDigits(written)].filter((char) => !/[\s\-()]/.test(char))
  return spoken.map((char) => words?.[Number.parseInt(char, 10)] ?? char).join(' ')
}

/** Digit by digit with a breath where people take one: 0912, 345, 67, 89. */
function phone(written: string, language: string): string {
  const plain = latinDigits(written).replace(/\D/g, '')
  const parts =
    (plain.length === 11 ? /^(.{4})(.{3})(.{2})(.{2})$/.exec(plain)?.slice(1) : plain.match(/.{1,3}/g)) ?? []
  return parts.map((part) => digits(part, language)).join(language.startsWith('fa') ? '، ' : ', ')
}

function number(value: FactValue, language: string): string | undefined {
  const parsed = parseNumber(value)
  return parsed === undefined ? undefined : new Intl.NumberFormat(language).format(parsed)
}

function date(written: string, language: string): string | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(latinDigits(written))
  if (iso === null) return undefined
  const at = Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at)
}

function yesNo(value: FactValue, language: string): string | undefined {
  const parsed = parseYesNo(value)
  if (parsed === undefined) return undefined
  if (language.startsWith('fa')) return parsed ? 'بله' : 'خیر'
  return parsed ? 'yes' : 'no'
}
