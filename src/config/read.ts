import { z } from 'zod'
import { isCountry, latinDigits } from '../domain/phone-number.ts'
import { parseDuration } from '../kernel/duration.ts'
import { Secret } from '../kernel/secret.ts'

/** A reader's verdict on a text: its value, or what is wrong with it («… is not a whole number») and what to write. */
export type Read<T> = { readonly value: T } | { readonly wrong: string; readonly write?: string }

/** A schema from the text people write to a value; a refusal carries its advice in `params.write`. */
export type Reader<T> = z.ZodType<T, string>

/** Makes a {@link Reader} of a plain function. */
export function reader<T>(read: (text: string) => Read<T>): Reader<T> {
  return z.string().transform((text, context) => {
    const result = read(text.trim())
    if ('value' in result) return result.value
    context.issues.push({ code: 'custom', message: result.wrong, params: { write: result.write }, input: text })
    return z.NEVER
  })
}

/** Any text, or one of a shape described in words. */
export function text(shape?: {
  readonly pattern: RegExp
  readonly wrong: string
  readonly write?: string
}): Reader<string> {
  return reader((value) => (shape === undefined || shape.pattern.test(value) ? { value } : shape))
}

/** A password, key or token. */
export function secret(): Reader<Secret> {
  return reader((value) => ({ value: new Secret(value) }))
}

/** A whole number within bounds; Persian digits count. */
export function integer(bounds: { readonly min: number; readonly max?: number }): Reader<number> {
  return number(bounds, /^\d+$/, 'is not a whole number', 'a whole number')
}

/** A number that may have decimals, within bounds. */
export function decimal(bounds: { readonly min: number; readonly max?: number }): Reader<number> {
  return number(bounds, /^\d+(\.\d+)?$/, 'is not a number', 'a number')
}

function number(bounds: Bounds, pattern: RegExp, wrong: string, noun: string): Reader<number> {
  return reader((written) => {
    const digits = latinDigits(written).replace(/٫/g, '.')
    if (!pattern.test(digits)) return { wrong, write: `${noun} ${within(bounds)}` }
    return inBounds(Number(digits), bounds, `${noun} ${within(bounds)}`)
  })
}

interface Bounds {
  readonly min: number
  readonly max?: number
}

/** A length of time in seconds (`30`, `30s`, `1m`, `2.5`), as milliseconds. Bounds are in seconds. */
export function seconds(bounds: Bounds): Reader<number> {
  return reader((written) => {
    const digits = latinDigits(written)
    const ms = parseDuration(/^[\d.]+$/.test(digits) ? `${digits}s` : digits)
    const write = `seconds ${within(bounds)}, like 30, 30s or 1m`
    if (ms === undefined) return { wrong: 'is not a length of time', write }
    const result = inBounds(ms / 1_000, bounds, write)
    return 'value' in result ? { value: ms } : result
  })
}

function within({ min, max }: Bounds): string {
  return max === undefined ? `of ${min} or more` : `from ${min} to ${max}`
}

function inBounds(value: number, { min, max }: Bounds, write: string): Read<number> {
  if (value < min) return { wrong: 'is too small', write }
  return max !== undefined && value > max ? { wrong: 'is too large', write } : { value }
}

/** true/false, yes/no, on/off, 1/0. */
export function flag(): Reader<boolean> {
  return reader((written) => {
    const word = latinDigits(written).toLowerCase()
    if (['true', 'yes', 'on', '1'].includes(word)) return { value: true }
    if (['false', 'no', 'off', '0'].includes(word)) return { value: false }
    return { wrong: 'is neither true nor false', write: 'true or false' }
  })
}

/** One of a few words, in any case. `also` maps other spellings to them. */
export function choice<const T extends string>(words: readonly T[], also: Readonly<Record<string, T>> = {}): Reader<T> {
  return reader((written) => {
    const word = written.toLowerCase()
    const value = words.find((candidate) => candidate === word) ?? also[word]
    return value === undefined ? { wrong: 'is not one of the choices', write: words.join(', ') } : { value }
  })
}

/** Items between commas; empty ones are left out. */
export function list(): Reader<readonly string[]> {
  return reader((written) => ({ value: items(written) }))
}

/** The items between commas (Persian ones too) or semicolons. */
export function items(written: string): readonly string[] {
  return written
    .split(/[,،;\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** An address with one of the protocols, without a slash at its end. */
export function url(...protocols: readonly string[]): Reader<string> {
  const write = `a full address that begins with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`
  return reader((written) => {
    if (!URL.canParse(written)) return { wrong: 'is not an address', write }
    const { protocol, hostname, username, password } = new URL(written)
    if (!protocols.includes(protocol.slice(0, -1)) || hostname === '')
      return { wrong: 'is the wrong kind of address', write }
    if (username !== '' || password !== '') {
      return { wrong: 'holds a user name or password', write: 'the address alone; keys have settings of their own' }
    }
    return { value: written.replace(/\/+$/, '') }
  })
}

/** A time zone of the IANA list. */
export function timezone(): Reader<string> {
  return reader((written) => {
    const known = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === written.toLowerCase())
    if (known !== undefined || written === 'UTC') return { value: known ?? written }
    return { wrong: 'is not a time zone', write: 'a name like Asia/Tehran' }
  })
}

/** A country with a numbering plan. */
export function country(): Reader<string> {
  return reader((written) => {
    const code = written.toUpperCase()
    return isCountry(code) ? { value: code } : { wrong: 'is not a country', write: 'two letters, like IR' }
  })
}
