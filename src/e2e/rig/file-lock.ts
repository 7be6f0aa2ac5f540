import { dlopen, FFIType } from 'bun:ffi'
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const lockExclusive = 2
const lockNonBlocking = 4
const retryMs = 100

/** A lock on a file, held until disposed; the kernel lets go of it when its owner dies, however that happens. */
export interface FileLock extends Disposable {
  readonly path: string
}

/** Takes the lock, or says `undefined` when somebody alive holds it. The file then tells the owner's pid. */
export function tryLock(path: string): FileLock | undefined {
  const file = openSync(path, 'a+', 0o644)
  const libc = dlopen('libc.so.6', { flock: { args: [FFIType.i32, FFIType.i32], returns: FFIType.i32 } })
  const taken = libc.symbols.flock(file, lockExclusive | lockNonBlocking) === 0
  libc.close()
  if (!taken) {
    closeSync(file)
    return undefined
  }
  ftruncateSync(file, 0)
  writeSync(file, `${process.pid}\n`)
  let held = true
  return {
    path,
    [Symbol.dispose]: () => {
      if (held) closeSync(file)
      held = false
    },
  }
}

/** Waits for the lock; `onWait` is told once who holds it. */
export async function lock(path: string, onWait: (owner: string) => void, signal: AbortSignal): Promise<FileLock> {
  for (let told = false; ; told = true) {
    const taken = tryLock(path)
    if (taken) return taken
    if (!told) onWait(readFileSync(path, 'utf8').trim())
    await sleep(retryMs, undefined, { signal })
  }
}
