import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readUsers } from './users.ts'

const folder = mkdtempSync(join(tmpdir(), 'salehi-users-'))
afterAll(() => rmSync(folder, { recursive: true }))
const files = { passwd: join(folder, 'passwd'), group: join(folder, 'group') }
writeFileSync(files.passwd, 'root:x:0:0::/root:/bin/sh\nasterisk:x:101:102::/:/bin/false\nali:x:1000:1000::/:/bin/sh\n')
writeFileSync(files.group, 'asterisk:x:102:\naudio:x:29:asterisk,ali\n')

test('root looks on behalf of the user the service runs as', () => {
  const users = readUsers({ ...files, uid: 0 })
  expect(users.salehi).toEqual({ name: 'asterisk', uid: 101, gid: 102, groups: new Set([102, 29]) })
  expect(users.isRoot).toBe(true)
})

test('anybody else looks on their own behalf', () => {
  expect(readUsers({ ...files, uid: 1_000 }).salehi?.name).toBe('ali')
  expect(readUsers({ ...files, uid: 0 }).numbered(101)?.name).toBe('asterisk')
  expect(readUsers({ ...files, uid: 77 }).salehi).toBeUndefined()
})
