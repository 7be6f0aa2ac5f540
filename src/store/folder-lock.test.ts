import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StoreUnusable } from './database.ts'
import { holdDataFolder } from './folder-lock.ts'

const holder = `
const { holdDataFolder } = await import(process.argv[1])
console.log(holdDataFolder(process.argv[2]) === undefined ? 'refused' : 'held')
await new Promise((resolve) => process.stdin.once('data', resolve))
`

test('a data folder belongs to one engine at a time, and is free again when that one is killed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-lock-'))
  const argv = [process.execPath, '-e', holder, join(import.meta.dir, 'folder-lock.ts'), dir]
  const other = Bun.spawn(argv, { stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' })
  const said = await other.stdout.getReader().read()
  expect(new TextDecoder().decode(said.value).trim()).toBe('held')
  expect(holdDataFolder(dir)).toBeUndefined()
  other.kill('SIGKILL')
  await other.exited
  const held = holdDataFolder(dir)
  expect(held).toBeDefined()
  expect(holdDataFolder(dir)).toBeUndefined()
  held?.[Symbol.dispose]()
  rmSync(dir, { recursive: true })
})

test('a data folder that is none says so', () => {
  expect(() => holdDataFolder('/proc/nowhere')).toThrow(StoreUnusable)
})
