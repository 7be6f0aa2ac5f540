import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadLibrary, type SourceFile } from '../library.ts'
import { renderProblems } from '../render-problems.ts'
import { readScenario } from '../scenario.ts'
import { ruleNames } from './names.ts'

const folder = join(import.meta.dir, 'golden')
const goldens = readdirSync(folder).filter((name) => name.endsWith('.txt'))

/** Several files are written below `=== path`; they are the tree of the company sina. */
function check(input: string): string {
  if (!input.startsWith('=== ')) return renderProblems(readScenario(input, 'broken.yaml').problems)
  const files = input.split(/^=== /m).slice(1)
  const sources = files.map((part): SourceFile => {
    const path = part.slice(0, part.indexOf('\n')).trim()
    return { path, file: `scenarios/${path}`, text: part.slice(part.indexOf('\n') + 1) }
  })
  return renderProblems(loadLibrary(sources, 'sina').problems)
}

test.each(goldens)('%s: exactly these lines are printed for this input', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')
  const cut = text.lastIndexOf('\n---\n')
  const input = text.slice(0, cut + 1)
  const printed = check(input)
  expect(printed).toBe(text.slice(cut + 5).replace(/\n$/, ''))
})

test('every rule has a golden file in which it speaks', () => {
  const silent = ruleNames.filter((rule) => {
    const own = goldens.filter((name) => name.split('.')[0] === rule)
    return !own.some((name) => readFileSync(join(folder, name), 'utf8').includes(` [${rule}]`))
  })
  expect(silent).toEqual([])
})
