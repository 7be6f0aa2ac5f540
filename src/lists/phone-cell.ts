import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { latinDigits, type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'

/** What came of reading a cell as a phone number; `because` completes «the number …». */
export type ReadPhone =
  | { readonly kind: 'phone'; readonly phone: PhoneNumber }
  | { readonly kind: 'wrong'; readonly because: string }

/** The number in a cell, mended where a spreadsheet changed it and only one number can have been meant. */
export function readPhone(written: string, country: string): ReadPhone {
  const text = /^\d+$/.test(written) ? written : cleared(written)
  if (text === '') return wrong('is missing')
  const plain = withoutExponent(text)
  if (plain === undefined) {
    return wrong(
      'was shortened by a spreadsheet and its last digits are lost: format the column as text, enter it again',
    )
  }
  const phone = certain(plain, country)
  if (phone !== undefined) return { kind: 'phone', phone }
  const parts = plain.split(/[,;/\\|،؛\n]|\s+(?:-|and|or|و|یا)\s+/)
  if (parts.filter((part) => certain(part, country) !== undefined).length > 1) {
    return wrong('is more than one number: give each a row of its own')
  }
  return wrong(`is no phone number of ${country} and none with 00 or + and its country in front`)
}

/** Without marks nobody sees, the apostrophe that makes a cell text, and the `.0` that makes a number a fraction. */
function cleared(written: string): string {
  return latinDigits(written.normalize('NFKC').replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ''))
    .trim()
    .replace(/^'/, '')
    .replace(/^(\d{7,})[.,٫]0+$/, '$1')
}

/** As the country's plan has it, not merely of a length that occurs in it: a list comes from outside and is full of slips. */
function certain(text: string, country: string): PhoneNumber | undefined {
  const phone = parsePhoneNumber(text, country)
  if (phone === undefined) return undefined
  const international = phone.startsWith('00') ? `+${phone.slice(2)}` : phone
  return parsePhoneNumberFromString(international, country as CountryCode)?.isValid() === true ? phone : undefined
}

/** `9.121234567E+09` with all its digits is a number; undefined when digits are missing. */
function withoutExponent(text: string): string | undefined {
  const parts = /^(\d)(?:[.,٫](\d+))?e\+?(\d{1,2})$/i.exec(text)
  if (parts === null) return text
  const digits = `${parts[1]}${parts[2] ?? ''}`
  return digits.length === Number(parts[3]) + 1 ? digits : undefined
}

function wrong(because: string): ReadPhone {
  return { kind: 'wrong', because }
}
