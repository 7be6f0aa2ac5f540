import { expect, test } from 'bun:test'
import { readArguments } from './arguments.ts'
import { UsageError } from './command.ts'

const kinds = { scenario: 'string', offline: 'boolean' } as const

test('options and words are read in any order', () => {
  const read = readArguments(['one', '--offline', '--scenario', 'sina', 'two'], kinds, 2)
  expect([read.text('scenario'), read.has('offline'), ...read.words]).toEqual(['sina', true, 'one', 'two'])
  expect(readArguments(['--scenario=sina'], kinds).text('scenario')).toBe('sina')
  expect(readArguments([], kinds).text('scenario')).toBeUndefined()
  expect(readArguments([], kinds).has('offline')).toBe(false)
})

test.each([
  [['--ofline'], 'there is no option --ofline; the options are --scenario, --offline, --help'],
  [['-o'], 'there is no option -o; the options are --scenario, --offline, --help'],
  [['--scenario'], '--scenario needs a value behind it'],
  [['--scenario', '--offline'], '--scenario needs a value behind it'],
  [['--offline=no'], '--offline takes no value'],
  [['sina'], '"sina" is one word too many; the options are --scenario, --offline, --help'],
])('what a command does not know is told in our words: %j', (args, message) => {
  expect(() => readArguments(args, kinds)).toThrow(new UsageError(message))
})

test('a command without options says so', () => {
  expect(() => readArguments(['now'], {})).toThrow('"now" is one word too many; there are no options here')
})

test('a number that begins with a plus or stands behind two dashes is a word', () => {
  expect(readArguments(['+989120000001'], kinds, 1).words).toEqual(['+989120000001'])
  expect(readArguments(['--', '-5'], kinds, 1).words).toEqual(['-5'])
})
