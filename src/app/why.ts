import { latinDigits, parsePhoneNumber } from '../domain/phone-number.ts'
import type { Why } from '../web/story.ts'
import type { Records } from './records.ts'
import { storyOf, type Telling } from './story-of.ts'

/** The beginning of an id that is long enough to look for. */
const shortestId = 8
const mostShown = 20

const advice =
  'write a phone number, or the id of a call or its first 8 or more letters ("salehi status" shows the calls that are up)'

/** The story of what a person means: a phone number however it is written, or a call's id or how that begins. */
export function whyOf(about: string, country: string, records: Records, telling: Telling): Why {
  const phone = parsePhoneNumber(about, country)
  const history = phone === undefined ? undefined : records.history.ofNumber(phone)
  if (history !== undefined) return { kind: 'story', story: storyOf(history, telling) }
  const id = latinDigits(about.trim()).toLowerCase().replaceAll('-', '')
  if (!/^[0-9a-z]+$/.test(id) || id.length < shortestId) return unknown(phone !== undefined)
  const calls = records.history.callsLike(id, mostShown)
  const [call] = calls
  if (call === undefined) return unknown(phone !== undefined)
  if (calls.length > 1) {
    return { kind: 'several', zone: telling.zone, calls: calls.map(({ id: each, at }) => ({ id: each, at })) }
  }
  const ofCall = records.history.ofNumber(call.phone)
  return ofCall === undefined ? unknown(false) : { kind: 'story', story: storyOf(ofCall, telling, call.id) }
}

function unknown(isNumber: boolean): Why {
  if (!isNumber) return { kind: 'unknown', advice: `no such call is known: ${advice}` }
  return { kind: 'unknown', advice: 'this number was never on a list, never rung, and never rang us' }
}
