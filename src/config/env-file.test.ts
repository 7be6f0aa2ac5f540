import { expect, test } from 'bun:test'
import { parseEnvFile } from './env-file.ts'

function values(text: string): Record<string, string> {
  return Object.fromEntries(parseEnvFile(text).entries.map(({ name, value }) => [name, value]))
}

test('a file saved by Notepad reads like any other', () => {
  expect(values('\uFEFFCOMPANY=sina\r\nLOG_LEVEL=DEBUG\r\n')).toEqual({ COMPANY: 'sina', LOG_LEVEL: 'DEBUG' })
})

test.each([
  ['A=1', '1'],
  ['  export A = 1  ', '1'],
  ['A=one two # comment', 'one two'],
  ['A=##1000', '##1000'],
  ['A = ##1000', '##1000'],
  ['A=# comment', ''],
  ['A=', ''],
  ['A=pa#ss', 'pa#ss'],
  ["A='as # is \\n'", 'as # is \\n'],
  ['A="two\\nlines \\"quoted\\"" # comment', 'two\nlines "quoted"'],
  ['A="$HOME"', '$HOME'],
  ['A=a=b', 'a=b'],
])('%s', (line, value) => {
  expect(values(line)).toEqual({ A: value })
})

test('lines that are no settings are told with their number and without their text', () => {
  const { faults, entries } = parseEnvFile('# fine\nsecret words\nA="open\nB="closed" after\nC=3')
  expect(faults.map(({ line, wrong }) => [line, wrong])).toEqual([
    [2, 'this line is not a setting'],
    [3, 'A: the quote is not closed on its line'],
    [4, 'B: something follows the closing quote'],
  ])
  expect(JSON.stringify(faults)).not.toContain('secret')
  expect(entries).toEqual([{ name: 'C', value: '3', line: 5 }])
})
