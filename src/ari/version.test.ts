import { expect, test } from 'bun:test'
import { usersOf } from './sip-headers.ts'
import { offersRestOverSocket, parseVersion, versionAdvice } from './version.ts'

test.each([
  ['22.10.1+dfsg+~cs6.17.60671434-1', '22.10.1', true],
  ['certified/20.7-cert1', '20.7', false],
  ['20.14.0', '20.14.0', true],
  ['21.8.0', '21.8.0', false],
  ['22.3.0', '22.3.0', false],
  ['23.0.0', '23.0.0', true],
  ['18.26.4', '18.26.4', false],
] as const)('the version %s is %s', (text, plain, overSocket) => {
  const version = parseVersion(text)
  expect(version?.text).toBe(plain)
  expect(offersRestOverSocket(version)).toBe(overSocket)
})

test('versions that are too old or lock up are spoken of, good ones not', () => {
  expect(versionAdvice(parseVersion('22.10.1'))).toEqual([])
  expect(versionAdvice(parseVersion('18.9.0'))[0]).toContain('older than 20.10')
  expect(versionAdvice(parseVersion('22.9.0'))[0]).toContain('lock up')
  expect(versionAdvice(parseVersion('20.19.0'))[0]).toContain('lock up')
  expect(versionAdvice(parseVersion('GIT-master'))[0]).toContain('does not say')
})

test.each([
  ['<sip:0215550000@127.0.0.2>;reason=unconditional', ['0215550000']],
  ['"Ali" <sips:%2B98912@host;user=phone>', ['+98912']],
  ['<sip:1@h>;index=1, <sip:2@h>;index=1.1', ['1', '2']],
  ['<tel:+98912;phone-context=x>', ['+98912']],
  ['"Anonymous" <sip:anonymous@anonymous.invalid>', []],
  ['', []],
  [undefined, []],
] as const)('the numbers in the header %p', (header, users) => {
  expect([...usersOf(header)]).toEqual([...users])
})
