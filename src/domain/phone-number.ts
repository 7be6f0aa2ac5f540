import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** A number as the country's own people dial it (`09123456789`), digits only. */
export type PhoneNumber = string & { readonly __brand: 'PhoneNumber' }

/** Whether `country` (ISO 3166, two letters) has a numbering plan here. */
export function isCountry(country: string): boolean {
  return isSupportedCountry(country)
}

/**
 * The national form of a number however it was written: spaces, dashes, Persian or Arabic digits, +98 / 0098 / 98,
 * or a 10-digit mobile without its 0. Undefined when it cannot be a number of that country or any other.
 */
export function parsePhoneNumber(text: string, country: string): PhoneNumber | undefined {
  const digits = latinDigits(text).replace(/[\s\-().\u200c-\u200f]/g, '')
  if (!/^\+?\d{3,17}$/.test(digits)) return undefined
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits
  const parsed = parsePhoneNumberFromString(international, country as CountryCode)
  if (parsed?.isPossible() !== true) return undefined
  if (parsed.country !== undefined && parsed.country !== country) return `00${parsed.number.slice(1)}` as PhoneNumber
  return parsed.formatNational().replace(/\D/g, '') as PhoneNumber
}

/** Persian and Arabic-Indic digits as 0-9. */
export function latinDigits(text: string): string {
  return text.replace(/[۰-۹٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
}

/** A number for a log or a page of someone who may not see it: `0912***6789`. */
export function maskNumber(number: string): string {
  return number.length <= 7 ? '***' : `${number.slice(0, 4)}***${number.slice(-4)}`
}
