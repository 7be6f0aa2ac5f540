import { dlopen, FFIType, ptr } from 'bun:ffi'

const unix = 1
const datagram = 2
const closeOnExec = 0o2000000
/** A full or deaf receiver must not hold up the calls. */
const dontWait = 0x40
const noSignal = 0x4000

/** Sends datagrams to one unix socket. Bun's own datagrams are UDP alone, so this asks the C library. */
export interface DatagramSocket extends Disposable {
  /** Whether the receiver has it; false where nobody listens or its queue is full. */
  send(text: string): boolean
}

/** Opens a way to the socket at `address` (a `sockaddr_un`). Throws where the C library or a socket is not to be had. */
export function openDatagram(address: Uint8Array<ArrayBuffer>): DatagramSocket {
  const { symbols, close } = dlopen('libc.so.6', {
    socket: { args: [FFIType.i32, FFIType.i32, FFIType.i32], returns: FFIType.i32 },
    sendto: {
      args: [FFIType.i32, FFIType.ptr, FFIType.u64, FFIType.i32, FFIType.ptr, FFIType.u32],
      returns: FFIType.i64,
    },
    close: { args: [FFIType.i32], returns: FFIType.i32 },
  })
  const socket = symbols.socket(unix, datagram | closeOnExec, 0)
  if (socket < 0) {
    close()
    throw new Error('the system gives no unix datagram socket')
  }
  let open = true
  return {
    send(text) {
      if (!open || text === '') return false
      const bytes = new TextEncoder().encode(text)
      const size = BigInt(bytes.length)
      return symbols.sendto(socket, ptr(bytes), size, dontWait | noSignal, ptr(address), address.length) === size
    },
    [Symbol.dispose]() {
      if (!open) return
      open = false
      symbols.close(socket)
      close()
    },
  }
}
