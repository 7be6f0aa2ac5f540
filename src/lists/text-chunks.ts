import { createReadStream } from 'node:fs'
import { ListFault } from './list-fault.ts'

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1256'

const chunkBytes = 256 * 1024

/**
 * The text of a file, piece by piece, without its byte order mark: UTF-8, or UTF-16 where the file says or shows it is.
 * `windows-1256` only when the owner says so. Throws {@link ListFault} naming the first line that is neither.
 */
export async function* textChunks(
  path: string,
  name: string,
  told: 'windows-1256' | undefined,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let decoder: LineDecoder | undefined
  for await (const bytes of createReadStream(path, { highWaterMark: chunkBytes, signal })) {
    decoder ??= new LineDecoder(told ?? encodingOf(bytes as Uint8Array, name), name)
    yield decoder.decode(bytes as Uint8Array, false)
  }
  if (decoder !== undefined) yield decoder.decode(new Uint8Array(), true)
}

/** Decodes strictly and knows the line in which it could not. */
class LineDecoder {
  readonly #strict: TextDecoder
  /** Keeps step with the strict one, to say where that stopped. */
  readonly #lenient: TextDecoder
  readonly #encoding: Encoding
  readonly #name: string
  #lines = 1

  constructor(encoding: Encoding, name: string) {
    this.#strict = new TextDecoder(encoding, { fatal: encoding !== 'windows-1256' })
    this.#lenient = new TextDecoder(encoding)
    this.#encoding = encoding
    this.#name = name
  }

  decode(bytes: Uint8Array, isLast: boolean): string {
    const shown = this.#lenient.decode(bytes, { stream: !isLast })
    let text: string
    try {
      text = this.#strict.decode(bytes, { stream: !isLast })
    } catch {
      const at = shown.indexOf('\uFFFD')
      throw this.#undecodable(this.#lines + linesIn(at < 0 ? shown : shown.slice(0, at)))
    }
    if (text.includes('\0')) throw new ListFault(`${this.#name} is no text: save the list as CSV UTF-8 or .xlsx`)
    this.#lines += linesIn(text)
    return text
  }

  #undecodable(line: number): ListFault {
    if (this.#encoding !== 'utf-8') {
      return new ListFault(
        `${this.#name} is damaged in line ${line}: it is no whole ${this.#encoding.toUpperCase()} text`,
      )
    }
    return new ListFault(
      `${this.#name} is not UTF-8: the first wrong character is in line ${line}. In Excel choose Save As, "CSV UTF-8 (Comma ` +
        'delimited)", or save it as .xlsx. If it was saved as plain CSV on a Persian or Arabic Windows, ' +
        'add --encoding windows-1256 and look at it with --preview first',
    )
  }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}

/** By its mark; without one, letters of which every second byte is 0 are UTF-16 all the same. */
function encodingOf(head: Uint8Array, name: string): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, 2_000)
  const zeros = [0, 0]
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even + odd === 0) return 'utf-8'
  if (even === 0 && odd > sample.length / 8) return 'utf-16le'
  if (odd === 0 && even > sample.length / 8) return 'utf-16be'
  throw new ListFault(`${name} is no text: save the list as CSV UTF-8 or .xlsx`)
}
