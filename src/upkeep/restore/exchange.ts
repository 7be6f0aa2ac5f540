import { dlopen, FFIType } from 'bun:ffi'
import { existsSync, renameSync } from 'node:fs'

const currentFolder = -100
const exchangeThem = 2

/**
 * Puts a new folder in the place of an old one and the old one aside, at one stroke: at no instant is there none. Where
 * the file system cannot exchange two, the old one is moved aside first.
 */
export function putInPlace(made: string, place: string, aside: string): void {
  if (existsSync(place) && exchange(made, place)) {
    renameSync(made, aside)
    return
  }
  if (existsSync(place)) renameSync(place, aside)
  renameSync(made, place)
}

function exchange(one: string, other: string): boolean {
  try {
    const { symbols, close } = dlopen('libc.so.6', {
      renameat2: {
        args: [FFIType.i32, FFIType.cstring, FFIType.i32, FFIType.cstring, FFIType.u32],
        returns: FFIType.i32,
      },
    })
    try {
      const [from, to] = [Buffer.from(`${one}\0`), Buffer.from(`${other}\0`)]
      return symbols.renameat2(currentFolder, from, currentFolder, to, exchangeThem) === 0
    } finally {
      close()
    }
  } catch {
    return false // a C library without it
  }
}
