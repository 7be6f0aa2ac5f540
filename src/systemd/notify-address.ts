/** Longest path or abstract name Linux takes (`sun_path`), in bytes; a path also needs its closing zero. */
const longest = 108
const familyUnix = 1

/**
 * The `sockaddr_un` of a NOTIFY_SOCKET: `/run/systemd/notify`, or `@name` for an abstract one (no file, and gone with its
 * owner). Undefined for what is neither, such as the `vsock:` of a virtual machine's host.
 */
export function notifyAddress(written: string): Uint8Array<ArrayBuffer> | undefined {
  const isAbstract = written.startsWith('@')
  if (!isAbstract && !written.startsWith('/')) return undefined
  const name = new TextEncoder().encode(isAbstract ? `\0${written.slice(1)}` : `${written}\0`)
  if (name.length < 2 || name.length > longest) return undefined
  const address = new Uint8Array(2 + name.length)
  new DataView(address.buffer).setUint16(0, familyUnix, true) // both processors it is built for are little-endian
  address.set(name, 2)
  return address
}
