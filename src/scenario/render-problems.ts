import type { Problem } from './problem.ts'

/** Longest line shown whole; of a longer one only the part around the fault is shown. */
const maxWidth = 160

/**
 * Problems for people: `file:line:column: message [rule]`, the line, and a caret line. No caret stands under
 * right-to-left text: it would point at the wrong word.
 */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.map(renderProblem).join('\n')
}

/** Problems for programs and editors: one JSON array. */
export function problemsAsJson(problems: readonly Problem[]): string {
  return JSON.stringify(problems, undefined, 2)
}

function renderProblem(problem: Problem): string {
  const head = `${problem.file}:${problem.line}:${problem.column}: ${clean(problem.message)} [${problem.rule}]`
  if (problem.source.trim() === '') return head
  const { shown, column } = windowOf(problem)
  const gutter = `${problem.line} | `
  const lines = [head, gutter + clean(shown)]
  if (!rightToLeft.test(shown)) {
    const before = shown.slice(0, column - 1).replace(invisible, '')
    const under = shown.slice(column - 1, column - 1 + problem.length).replace(invisible, '')
    lines.push(' '.repeat(gutter.length) + before.replace(/[^\t]/g, ' ') + '^'.repeat(Math.max(1, under.length)))
  }
  return lines.join('\n')
}

function windowOf(problem: Problem): { readonly shown: string; readonly column: number } {
  if (problem.source.length <= maxWidth) return { shown: problem.source, column: problem.column }
  const from = Math.max(0, problem.column - 1 - maxWidth / 2)
  const cut = problem.source.slice(from, from + maxWidth)
  return from === 0
    ? { shown: `${cut}…`, column: problem.column }
    : { shown: `…${cut}${from + maxWidth < problem.source.length ? '…' : ''}`, column: problem.column - from + 1 }
}

const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}/u

/** Marks that take no column of their own on a screen. */
const invisible = /[\p{M}\p{Cf}]/gu

/** Control characters and overrides of the writing direction would let a file rewrite the terminal. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (mark) => (mark === '\t' ? '\t' : '�'))
}
