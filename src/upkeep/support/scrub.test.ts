import { expect, test } from 'bun:test'
import { scrubOf } from './scrub.ts'
import { withoutPeople } from './status-facts.ts'

const scrub = scrubOf(['a-long-token', 'Sara Rezaei', '', 'no'])

test('what is known to be secret or personal is taken out wherever it stands', () => {
  expect(scrub('Bearer x; token a-long-token for Sara Rezaei, no more')).toBe('Bearer x; token *** for ***, no more')
})

test('numbers are taken out however they are written', () => {
  for (const number of [
    '09121112233',
    '+98 912 111 2233',
    '0912-111-2233',
    '۰۹۱۲۱۱۱۲۲۳۳',
    '(021) 9130 2954',
    '9121112233',
  ]) {
    const clean = scrub(`rang ${number} twice`)
    expect(clean).not.toMatch(/[0-9۰-۹]/)
    expect(clean).toMatch(/^rang .*twice$/)
  }
})

test('words in other scripts are taken out', () => {
  expect(scrub('said «بله، علاقه دارم» to us')).not.toMatch(/\p{Script=Arabic}/u)
  expect(scrub('Müller of Köln')).not.toMatch(/ü|ö/)
})

test('times, ids, versions, addresses and sizes stay readable', () => {
  const line =
    '2026-11-21 13:17:27.919 +03:30 INFO call.answered: the call was answered call=01a1fd80efc874dc91b3059f8fac4bd3 at=1795254309640 ms=12345 127.0.0.1:8088 22.10.1 0.1.0'
  expect(scrub(line)).toBe(line)
})

test('a status keeps its shape and loses who it is about', () => {
  const status = {
    version: '1',
    company: 'sina',
    lines: [{ number: '0219', live: 2 }],
    liveCalls: [{ id: 'a', number: '…33', line: '0219', phase: 'ringing' }],
  }
  expect(withoutPeople(status)).toEqual({
    version: '1',
    lines: [{ live: 2 }],
    liveCalls: [{ id: 'a', phase: 'ringing' }],
  })
})
