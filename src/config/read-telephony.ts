import type { DialPrefix } from '../domain/line.ts'
import { latinDigits } from '../domain/phone-number.ts'
import type { WeeklyHours } from '../domain/weekly-hours.ts'
import { parseCallingHours } from './calling-hours.ts'
import { items, type Reader, reader } from './read.ts'

/** Where the web pages listen. */
export interface ListenAddress {
  readonly host: string
  /** 0 = any free one. */
  readonly port: number
}

/** Our own numbers, as the owner writes them, in Latin digits. Faults name the position, never the number. */
export function lineNumbers(): Reader<readonly string[]> {
  const write = 'the numbers of your lines, with commas between them'
  return reader((written) => {
    const numbers = items(latinDigits(written))
    if (numbers.length === 0) return { wrong: 'holds no number', write }
    const odd = numbers.findIndex((number) => !/^[A-Za-z0-9+*#_.-]{2,32}$/.test(number))
    if (odd >= 0) return { wrong: `has something at position ${odd + 1} that is not a number`, write }
    const twice = numbers.findIndex((number, index) => numbers.indexOf(number) < index)
    if (twice >= 0) return { wrong: `names the same line twice (position ${twice + 1})`, write: 'every line once' }
    return { value: numbers }
  })
}

/** `line4`, `none`, or the digits themselves. */
export function dialPrefix(): Reader<DialPrefix> {
  return reader<DialPrefix>((written) => {
    const word = latinDigits(written).toLowerCase()
    if (word === 'line4' || word === 'none') return { value: word }
    if (/^[\d*#]{1,12}$/.test(word)) return { value: { digits: word } }
    return { wrong: 'is not a dial prefix', write: 'line4, none, or the digits to dial first, like 9' }
  })
}

/** Calling hours of the week. */
export function callingHours(): Reader<WeeklyHours> {
  return reader((written) => {
    const hours = parseCallingHours(written)
    if ('week' in hours) return { value: hours.week }
    return { wrong: `cannot be read: ${hours.wrong}`, write: '09:00-21:00, or sat-wed 09:00-21:00, thu 09:00-13:00' }
  })
}

/** `127.0.0.1:8188`, `:8188`, `8188` or `[::1]:8188`. */
export function listenAddress(): Reader<ListenAddress> {
  return reader((written) => {
    const match = /^(?:(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)?:)?(\d{1,5})$/.exec(latinDigits(written))
    const port = Number(match?.[2])
    if (match === null || port > 65_535) {
      return { wrong: 'is not an address to listen on', write: 'address:port, like 127.0.0.1:8188' }
    }
    return { value: { host: match[1]?.replace(/[[\]]/g, '') ?? '127.0.0.1', port } }
  })
}
