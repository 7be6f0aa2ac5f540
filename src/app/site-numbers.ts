import { latinDigits, type PhoneNumber, parsePhoneNumber } from '../domain/phone-number.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Barred, BarredPlace, DoNotCall } from '../store/do-not-call.ts'
import type { NumberHistory } from '../store/number-history.ts'
import type { NumberFound } from '../web/api/contract-calls.ts'
import type { Bar, NumbersPort } from '../web/site-ports.ts'
import type { Records } from './records.ts'
import { storyOf, type Telling } from './story-of.ts'

/** What numbers are looked up in. */
export interface NumberSources {
  readonly records: Records
  readonly doNotCall: Pick<DoNotCall, 'enter' | 'remove'>
  readonly country: string
  readonly clock: Pick<Clock, 'now'>
  readonly telling: () => Telling
}

/** The beginning of an id that is long enough to look for. */
const shortestId = 8
const mostCalls = 20
const mostOfNumber = 200

/** What is known by a phone number. */
export function numbersPort(sources: NumberSources): NumbersPort {
  const { records, doNotCall, country, clock } = sources
  return {
    search: (about) => found(about, sources),
    barred(limit, after) {
      const { total, entries } = records.barred(limit, after === undefined ? undefined : placeFrom(after))
      const last = entries.at(-1)
      const more =
        last === undefined || entries.length < limit ? {} : { next: `${last.since}.${last.source}.${last.phone}` }
      return { total, entries: entries.map(barOf), ...more }
    },
    bar({ numbers, note }) {
      const phones = numbers.map((number) => parsePhoneNumber(number, country))
      const wrong = phones.flatMap((phone, index) => (phone === undefined ? [index] : []))
      if (wrong.length > 0) return { wrong }
      const each = [...new Set(phones.filter((phone) => phone !== undefined))]
      const added = doNotCall.enter(each, clock.now(), note)
      return { added, already: each.length - added }
    },
    unbar(number) {
      const phone = parsePhoneNumber(number, country)
      if (phone === undefined) return undefined
      const removed = doNotCall.remove(phone)
      return { removed, left: records.barsOf(phone).map(barOf) }
    },
  }
}

function found(about: string, { records, country, telling }: NumberSources): NumberFound {
  const phone = parsePhoneNumber(about, country)
  const history = phone === undefined ? undefined : records.history.ofNumber(phone)
  if (history !== undefined) return storyFound(history, telling())
  const id = latinDigits(about).toLowerCase().replaceAll('-', '')
  const calls = /^[0-9a-z]+$/.test(id) && id.length >= shortestId ? records.history.callsLike(id, mostCalls) : []
  if (calls.length > 0) return { kind: 'several', calls: calls.map(({ id: each, at }) => ({ id: each, at })) }
  return {
    kind: 'unknown',
    advice:
      phone === undefined
        ? 'write a phone number, or the id of a call or its first 8 or more letters'
        : 'this number was never on a list, never rung, and never rang us',
  }
}

function storyFound(history: NumberHistory, telling: Telling): NumberFound {
  const { events, next, zone } = storyOf(history, telling)
  const attempts = history.attempts.slice(-mostOfNumber).toReversed()
  return {
    kind: 'number',
    number: history.phone,
    zone,
    calls: attempts.map(({ id, at, line, state, scenario, call }) => ({
      ...{ id, at, line: line.number, state: call === undefined ? (state === 'void' ? 'void' : 'open') : 'over' },
      ...(scenario === undefined ? {} : { scenario }),
      ...(call === undefined ? {} : { disposition: call.outcome.disposition }),
    })),
    lists: history.contacts.map(({ source, import: from, state, because, changedAt, dueAt }) => ({
      ...{ source, state, changedAt, dueAt },
      ...(from === undefined ? {} : { file: from.file }),
      ...(because === undefined ? {} : { because }),
    })),
    bars: history.bars.map(({ source, since, callId, note }) => ({
      ...{ source: source as Bar['source'], since },
      ...(callId === undefined ? {} : { callId }),
      ...(note === undefined ? {} : { note }),
    })),
    story: [...events],
    next: [...next],
  }
}

function placeFrom(text: string): BarredPlace {
  const [since = '0', source = 'manual', phone = ''] = text.split('.')
  return { since: Number(since), source: source as Barred['source'], phone: phone as PhoneNumber }
}

function barOf({ phone, source, since, callId, note }: Barred): Bar {
  return {
    ...{ number: phone, source, since },
    ...(callId === undefined ? {} : { callId }),
    ...(note === undefined ? {} : { note }),
  }
}
