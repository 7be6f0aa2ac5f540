import { expect, test } from 'bun:test'
import { type Finding, fault, unseen, warning, well } from './finding.ts'
import { jsonOf, lineOf, summaryOf } from './render.ts'
import type { Looked } from './runner.ts'
import { exitOf } from './severity.ts'

const looked = (name: string, finding: Finding): Looked => ({ name, title: name, finding, tookMs: 1 })
const fine = looked('ari', well('fine'))

test('the exit code tells the worst: wrong settings, a fault, a warning, nothing', () => {
  expect(exitOf([fine, looked('call', unseen('not asked for'))])).toBe(0)
  expect(exitOf([fine, looked('zone', warning('odd', 'set it'))])).toBe(3)
  expect(exitOf([looked('zone', warning('odd', 'set it')), looked('trunk', fault('gone', 'name it'))])).toBe(1)
  expect(exitOf([looked('trunk', fault('gone', 'name it')), looked('settings', fault('bad', 'mend it'))])).toBe(78)
  expect(exitOf([looked('scenarios', fault('bad', 'mend it'))])).toBe(78)
})

test('a line says what is so; what is to be done stands below it, and whether --fix does it', () => {
  expect(lineOf(fine)).toBe('ok    ari             fine')
  expect(lineOf(looked('http', fault('is off', 'switch it on', 'http')))).toBe(
    'FAIL  http            is off\n                      → switch it on  [--fix does it]',
  )
  expect(lineOf(looked('app', unseen('needs "ari" first')))).toBe(
    'skip  app             not looked at: needs "ari" first',
  )
})

test('the last line counts, and offers --fix where that helps', () => {
  expect(summaryOf([fine])).toBe('1 checks: all is well')
  const some = [
    fine,
    looked('http', fault('off', 'on', 'http')),
    looked('x', warning('a', 'b')),
    looked('y', unseen('z')),
  ]
  expect(summaryOf(some)).toStartWith(
    '4 checks: 1 wrong, 1 not as it should be, 1 not looked at; "salehi doctor --fix"',
  )
})

test('programs get the same as one object', () => {
  const json = JSON.parse(jsonOf([fine, looked('http', fault('off', 'on', 'http'))]))
  expect(json).toMatchObject({ exitCode: 1, summary: { well: 1, faults: 1 } })
  expect(json.checks[1]).toEqual({
    name: 'http',
    title: 'http',
    kind: 'fault',
    says: 'off',
    advice: 'on',
    fix: 'http',
    tookMs: 1,
  })
})
