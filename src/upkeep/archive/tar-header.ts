/** Everything in a tar file comes in blocks of so many bytes. */
export const blockSize = 512

/** A file inside an archive. */
export interface TarEntry {
  /** With slashes between folders, relative. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Rights, as `chmod` counts them. */
  readonly mode: number
  /** Seconds since 1970. */
  readonly mtime: number
}

/** Longest name of a file and longest path of its folder that the format (ustar) takes, in bytes. */
const longest = { name: 100, prefix: 155 }
/** Above this a size is written in base 256, as GNU tar and bsdtar do. */
const mostOctal = 0o77777777777

/** The block in front of a file. Throws for a name the format cannot hold. */
export function tarHeader({ name, size, mode, mtime }: TarEntry): Uint8Array {
  const block = new Uint8Array(blockSize)
  const { prefix, base } = split(name)
  put(block, 0, base)
  putOctal(block, 100, 8, mode)
  putOctal(block, 108, 8, 0)
  putOctal(block, 116, 8, 0)
  putSize(block, size)
  putOctal(block, 136, 12, Math.floor(mtime))
  put(block, 156, '0') // a plain file
  put(block, 257, 'ustar\u000000')
  put(block, 345, prefix)
  putOctal(block, 148, 7, checksum(block))
  block[155] = 0x20
  return block
}

/** What a block says; undefined for the empty one at the end. Throws where it is no header of a plain file. */
export function readTarHeader(block: Uint8Array): TarEntry | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (Number.parseInt(textAt(block, 148, 8), 8) !== checksum(block)) throw new Error('a header in it is damaged')
  const kind = textAt(block, 156, 1)
  if (kind !== '0' && kind !== '') throw new Error('there is something in it that is no plain file')
  const prefix = textAt(block, 345, 155)
  const base = textAt(block, 0, 100)
  return {
    name: prefix === '' ? base : `${prefix}/${base}`,
    size: sizeAt(block),
    mode: Number.parseInt(textAt(block, 100, 8), 8) || 0,
    mtime: Number.parseInt(textAt(block, 136, 12), 8) || 0,
  }
}

/** How many bytes follow a file of this size until the next header. */
export function padding(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize
}

function split(name: string): { readonly prefix: string; readonly base: string } {
  const bytes = (text: string): number => Buffer.byteLength(text)
  if (bytes(name) <= longest.name) return { prefix: '', base: name }
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const [prefix, base] = [name.slice(0, at), name.slice(at + 1)]
    if (bytes(prefix) <= longest.prefix && bytes(base) <= longest.name) return { prefix, base }
  }
  throw new Error(`the name of ${name} is too long to be kept: shorten it`)
}

/** The sum of all bytes, that of the checksum itself counted as spaces. */
function checksum(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)
}

function put(block: Uint8Array, at: number, text: string): void {
  block.set(Buffer.from(text), at)
}

function putOctal(block: Uint8Array, at: number, length: number, value: number): void {
  put(block, at, value.toString(8).padStart(length - 1, '0'))
}

function putSize(block: Uint8Array, size: number): void {
  if (size <= mostOctal) {
    putOctal(block, 124, 12, size)
    return
  }
  let rest = BigInt(size)
  for (let at = 135; at > 124; at--, rest >>= 8n) block[at] = Number(rest & 0xffn)
  block[124] = 0x80
}

function sizeAt(block: Uint8Array): number {
  if (((block[124] ?? 0) & 0x80) === 0) return Number.parseInt(textAt(block, 124, 12), 8) || 0
  return Number(block.slice(125, 136).reduce<bigint>((sum, byte) => (sum << 8n) | BigInt(byte), 0n))
}

function textAt(block: Uint8Array, at: number, length: number): string {
  return Buffer.from(block.subarray(at, at + length))
    .toString('utf8')
    .replace(/\0.*$/s, '')
    .trim()
}
