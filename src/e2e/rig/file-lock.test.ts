import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lock, tryLock } from './file-lock.ts'

test('a lock is held by one, tells its owner, and passes on when it is let go', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lock-'))
  const path = join(folder, 'image.lock')
  const first = tryLock(path)
  expect(first).toBeDefined()
  expect(tryLock(path)).toBeUndefined()
  const owners: string[] = []
  const waiting = lock(path, (owner) => owners.push(owner), AbortSignal.timeout(5_000))
  expect(owners).toEqual([String(process.pid)])
  first![Symbol.dispose]()
  using second = await waiting
  expect(second.path).toBe(path)
  await rm(folder, { recursive: true })
})

test('a lock whose owner was killed is free', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lock-'))
  const path = join(folder, 'image.lock')
  const script = `import { tryLock } from '${join(import.meta.dir, 'file-lock.ts')}'
    globalThis.held = tryLock('${path}'); console.log('held'); setInterval(() => {}, 1000)`
  const owner = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  await owner.stdout.getReader().read()
  expect(tryLock(path)).toBeUndefined()
  owner.kill('SIGKILL')
  await owner.exited
  using taken = tryLock(path)
  expect(taken).toBeDefined()
  await rm(folder, { recursive: true })
})
