import { dlopen, FFIType, ptr } from 'bun:ffi'
import { rmSync } from 'node:fs'
import { notifyAddress } from './notify-address.ts'

/** A service manager on paper, listening on a real NOTIFY_SOCKET. */
export interface PaperManager extends Disposable {
  /** Everything it was told since it was asked last, a datagram each. */
  heard(): readonly string[]
}

const unix = 1
const datagram = 2
const dontWait = 0x40

/** Listens at a path or `@name`; throws where the place is taken. */
export function listenAsManager(written: string): PaperManager {
  const address = notifyAddress(written)
  if (address === undefined) throw new Error(`${written} is no name of a unix socket`)
  const { symbols, close } = dlopen('libc.so.6', {
    socket: { args: [FFIType.i32, FFIType.i32, FFIType.i32], returns: FFIType.i32 },
    bind: { args: [FFIType.i32, FFIType.ptr, FFIType.u32], returns: FFIType.i32 },
    recv: { args: [FFIType.i32, FFIType.ptr, FFIType.u64, FFIType.i32], returns: FFIType.i64 },
    close: { args: [FFIType.i32], returns: FFIType.i32 },
  })
  const socket = symbols.socket(unix, datagram, 0)
  if (symbols.bind(socket, ptr(address), address.length) !== 0) {
    symbols.close(socket)
    throw new Error(`${written} is taken`)
  }
  const buffer = new Uint8Array(4_096)
  return {
    heard() {
      const datagrams: string[] = []
      for (;;) {
        const size = Number(symbols.recv(socket, ptr(buffer), BigInt(buffer.length), dontWait))
        if (size <= 0) return datagrams
        datagrams.push(new TextDecoder().decode(buffer.subarray(0, size)))
      }
    },
    [Symbol.dispose]() {
      symbols.close(socket)
      close()
      if (!written.startsWith('@')) rmSync(written, { force: true })
    },
  }
}
