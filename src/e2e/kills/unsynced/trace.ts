import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'

/** One thing a process did to its files, in the order it did it. Names are without folder. */
export type FileEvent =
  | { readonly kind: 'made'; readonly file: string }
  | { readonly kind: 'written'; readonly file: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly file: string; readonly size: number }
  | { readonly kind: 'synced'; readonly file: string }
  | { readonly kind: 'removed'; readonly file: string }
  | { readonly kind: 'said'; readonly words: readonly string[] }

/** The calls strace must tell of. */
export const tracedCalls = 'openat,pwrite64,pwritev,write,writev,fdatasync,fsync,ftruncate,unlink,unlinkat,rename'

const text = (hex: string): string => Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString()

/** Reads what `strace -f -y -xx` wrote: everything that was done to files of `folder`, and what was said in `markers`. */
export function* fileEvents(trace: string, folder: string, markers: string): Generator<FileEvent> {
  for (const line of linesOf(trace)) {
    if (/<unfinished|resumed>/.test(line))
      throw new Error('two threads wrote at once: the order of the trace is not sure')
    const event = readLine(line, folder, markers)
    if (event !== undefined) yield event
  }
}

function readLine(line: string, folder: string, markers: string): FileEvent | undefined {
  const [, call = '', rest = ''] = /^\d+\s+(\w+)\((.*)$/s.exec(line) ?? []
  if (call === '' || / = -1 E/.test(rest.slice(-80))) return undefined
  if (call === 'openat') return opened(rest, folder)
  if (call.startsWith('unlink')) return removed(rest, folder)
  const [, hexPath = ''] = /^\d+<([^>]*)>/.exec(rest) ?? []
  const path = text(hexPath)
  if (path === markers) return call === 'write' ? said(rest) : undefined
  const file = ours(path, folder)
  if (file === undefined) return undefined
  switch (call) {
    case 'pwrite64':
      return written(file, rest)
    case 'fdatasync':
    case 'fsync':
      return { kind: 'synced', file }
    case 'ftruncate':
      return { kind: 'cut', file, size: Number(/, (\d+)\)/.exec(rest)?.[1]) }
    default:
      throw new Error(`the trace has a call nobody reads yet: ${call}`)
  }
}

/** The -shm file is shared memory: it is not on the disk in any sense that counts, and is made anew from the log. */
function ours(path: string, folder: string): string | undefined {
  return path.startsWith(`${folder}/`) && !path.endsWith('-shm') ? basename(path) : undefined
}

function opened(rest: string, folder: string): FileEvent | undefined {
  const [, hexPath = '', flags = ''] = /^[^"]*"([^"]*)", ([A-Z_|]+)/.exec(rest) ?? []
  const file = ours(text(hexPath), folder)
  return file !== undefined && flags.includes('O_CREAT') ? { kind: 'made', file } : undefined
}

function removed(rest: string, folder: string): FileEvent | undefined {
  const file = ours(text(/"([^"]*)"/.exec(rest)?.[1] ?? ''), folder)
  return file === undefined ? undefined : { kind: 'removed', file }
}

function written(file: string, rest: string): FileEvent {
  const [, hex = '', length, at] = /"([^"]*)", (\d+), (\d+)\)/.exec(rest) ?? []
  const bytes = Buffer.from(hex.replaceAll('\\x', ''), 'hex')
  if (bytes.length !== Number(length)) throw new Error('the trace does not hold all bytes of a write')
  return { kind: 'written', file, at: Number(at), bytes }
}

function said(rest: string): FileEvent {
  return {
    kind: 'said',
    words: text(/"([^"]*)"/.exec(rest)?.[1] ?? '')
      .trim()
      .split(' '),
  }
}

/** Line by line, for a trace may be larger than a string. */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, 'r')
  const block = Buffer.alloc(1 << 20)
  let rest = ''
  try {
    for (let length = readSync(file, block); length > 0; length = readSync(file, block)) {
      const lines = (rest + block.toString('latin1', 0, length)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    closeSync(file)
  }
}
