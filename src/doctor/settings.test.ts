import { afterEach, beforeEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from './settings.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'salehi-settings-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

test('one wrong setting takes nothing away from the others', () => {
  const env = { ARI_USERNAME: 'salehi', ARI_PASSWORD: 'x', MAX_CONCURRENT_CALLS: 'two', OUTBOUND_TRUNK: 'a b' }
  const settings = readSettings({ env, cwd })
  expect(settings.config.ari?.username).toBe('salehi')
  expect(settings.config.limits.perLine.concurrent).toBe(2)
  expect(settings.faults.map(({ name }) => name)).toContain('MAX_CONCURRENT_CALLS')
})

test('what is written wrongly is never handed on as it stands', () => {
  const settings = readSettings({ env: { OUTBOUND_TRUNK: 'x; core stop now' }, cwd })
  expect(settings.text('OUTBOUND_TRUNK')).toBe('')
  expect(settings.isWritten('OUTBOUND_TRUNK')).toBe(true)
  expect(settings.text('ARI_APP_NAME')).toBe('salehi')
})
