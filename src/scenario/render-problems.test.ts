import { expect, test } from 'bun:test'
import type { Problem } from './problem.ts'
import { problemsAsJson, renderProblems } from './render-problems.ts'

function problem(source: string, column: number, length: number): Problem {
  return { file: 'a.yaml', line: 7, column, length, rule: 'shape', message: 'wrong', source }
}

test('the caret stands under the fault, combining marks and tabs counted as they show', () => {
  expect(renderProblems([problem('a: bcd', 4, 3)])).toBe('a.yaml:7:4: wrong [shape]\n7 | a: bcd\n       ^^^')
  expect(renderProblems([problem('\ta: b', 5, 1)])).toBe('a.yaml:7:5: wrong [shape]\n7 | \ta: b\n    \t   ^')
  expect(renderProblems([problem('e\u0301: b', 5, 1)])).toEndWith('\n       ^')
})

test('no caret under right-to-left text', () => {
  expect(renderProblems([problem('title: سلام', 8, 4)])).toBe('a.yaml:7:8: wrong [shape]\n7 | title: سلام')
})

test('of a very long line only the part around the fault is shown', () => {
  const shown = renderProblems([problem(`${'x'.repeat(400)}!${'y'.repeat(400)}`, 401, 1)]).split('\n')
  expect(shown[1]?.length).toBeLessThan(180)
  expect(shown[1]?.[shown[2]?.indexOf('^') ?? 0]).toBe('!')
})

test('what a file holds cannot write to the terminal', () => {
  expect(renderProblems([problem('\u001b[31m\u202e', 1, 1)])).toBe('a.yaml:7:1: wrong [shape]\n7 | �[31m�\n    ^')
})

test('problems for programs are JSON with line and column', () => {
  expect(JSON.parse(problemsAsJson([problem('a: bcd', 4, 3)]))).toEqual([problem('a: bcd', 4, 3)])
})
