import { afterEach, beforeEach, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hindranceTo } from './may-use.ts'
import type { User } from './users.ts'

const stranger: User = { name: 'asterisk', uid: 4_321, gid: 4_321, groups: new Set([4_321]) }
let folder: string
beforeEach(() => {
  const above = mkdtempSync(join(tmpdir(), 'salehi-may-'))
  chmodSync(above, 0o755)
  folder = join(above, 'sounds')
  mkdirSync(folder)
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

test('others may what the mode lets others', () => {
  chmodSync(folder, 0o757)
  expect(hindranceTo(folder, stranger, 'write')).toBeUndefined()
  chmodSync(folder, 0o755)
  expect(hindranceTo(folder, stranger, 'read')).toBeUndefined()
  expect(hindranceTo(folder, stranger, 'write')).toEqual({ kind: 'forbidden', path: folder, what: 'write' })
})

test('the group’s word goes before the others’, and the owner’s before the group’s', () => {
  const { uid, gid } = statSync(folder)
  chmodSync(folder, 0o705)
  expect(hindranceTo(folder, { ...stranger, groups: new Set([gid]) }, 'read')?.kind).toBe('forbidden')
  chmodSync(folder, 0o077)
  if (uid !== 0) expect(hindranceTo(folder, { ...stranger, uid }, 'read')?.kind).toBe('forbidden')
  expect(hindranceTo(folder, { ...stranger, groups: new Set([gid]) }, 'write')).toBeUndefined()
})

test('a folder above that may not be entered is named, not the one behind it', () => {
  const above = join(folder, '..')
  chmodSync(folder, 0o777)
  chmodSync(above, 0o700)
  expect(hindranceTo(folder, stranger, 'read')).toEqual({ kind: 'forbidden', path: above, what: 'enter' })
})

test('what is not there, or is a file, is told as that; root may everything', () => {
  writeFileSync(join(folder, 'file'), '')
  chmodSync(folder, 0o755)
  expect(hindranceTo(join(folder, 'gone'), stranger, 'read')).toEqual({ kind: 'missing', path: join(folder, 'gone') })
  expect(hindranceTo(join(folder, 'file'), stranger, 'read')).toEqual({ kind: 'no_folder', path: join(folder, 'file') })
  chmodSync(folder, 0o000)
  expect(hindranceTo(folder, { ...stranger, uid: 0 }, 'write')).toBeUndefined()
})
