import { expect, test } from 'bun:test'
import { stampOf } from './stamp.ts'

test('what is put aside twice in one second has two names, in the order of time', () => {
  const at = Date.UTC(2026, 10, 21, 9, 15, 0, 42)
  expect([stampOf(at), stampOf(at + 1)]).toEqual(['20261121-091500-042', '20261121-091500-043'])
})
