import { expect, test } from 'bun:test'
import { yamlPieces } from './yaml-line.ts'

test('keys and remarks stand out, and a line loses nothing', () => {
  expect(yamlPieces('    - say: yes   # then hang up')).toEqual(
    [
      { kind: 'plain', text: '    - ' },
      { kind: 'key', text: 'say:' },
      { kind: 'plain', text: ' yes  ' },
      { kind: 'comment', text: ' # then hang up' },
    ].map((piece) => ({ ...piece, kind: piece.kind as 'plain' })),
  )
  for (const line of [
    '',
    '  title: پیشنهاد سینا',
    'x: "a # b"',
    '# all of it',
    'url: http://a.example/#b',
    '- {a: 1}',
  ]) {
    expect(
      yamlPieces(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line)
  }
})

test('a sign inside quotes is no remark', () => {
  expect(yamlPieces('says: "number #1 # here"').some(({ kind }) => kind === 'comment')).toBe(false)
})
