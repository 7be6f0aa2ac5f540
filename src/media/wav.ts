import { type Audio, bytesOf, type SampleRate, sampleRates, samplesOf } from './audio.ts'

/** What came of reading a WAV file: its sound, or why it is none we can use (for people, after «the recording …»). */
export type WavRead =
  | { readonly kind: 'audio'; readonly audio: Audio }
  | { readonly kind: 'unreadable'; readonly because: string }

const headerBytes = 44
const pcm = 1
const extensible = 0xfffe

interface Format {
  readonly tag: number
  readonly channels: number
  readonly sampleRate: number
  readonly bits: number
}

/**
 * Reads mono 16-bit PCM at 8 or 16 kHz. Chunks may stand in any order and unknown ones are skipped; a data length
 * that is not true yet (Asterisk and pipes write 0 or the maximum until the file is closed) means «to the end».
 */
export function readWav(file: Uint8Array): WavRead {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.byteLength < 12 || tag(view, 0) !== 'RIFF' || tag(view, 8) !== 'WAVE') return unreadable('is not a WAV file')
  const finished = view.getUint32(4, true) + 8 === file.byteLength
  let format: Format | undefined
  let data: Uint8Array | undefined
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const id = tag(view, at)
    const start = at + 8
    const claimed = view.getUint32(at + 4, true)
    const unknown = id === 'data' && claimed === 0 && !finished
    const length = unknown ? file.byteLength - start : Math.min(claimed, file.byteLength - start)
    if (id === 'fmt ' && format === undefined) format = readFormat(view, start, length)
    if (id === 'data' && data === undefined) data = file.subarray(start, start + length)
    at = start + length + (length & 1) // chunks begin at even places
  }
  if (format === undefined) return unreadable('has no format chunk')
  if (data === undefined) return unreadable('has no data chunk')
  return decode(format, data)
}

/** A WAV file with the plain 44-byte header every reader understands. */
export function writeWav(audio: Audio): Uint8Array<ArrayBuffer> {
  const data = bytesOf(audio.samples)
  const file = new Uint8Array(headerBytes + data.byteLength)
  const view = new DataView(file.buffer)
  writeTag(file, 0, 'RIFF')
  view.setUint32(4, file.byteLength - 8, true)
  writeTag(file, 8, 'WAVE')
  writeTag(file, 12, 'fmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, pcm, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, audio.sampleRate, true)
  view.setUint32(28, audio.sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  writeTag(file, 36, 'data')
  view.setUint32(40, data.byteLength, true)
  file.set(data, headerBytes)
  return file
}

function decode(format: Format, data: Uint8Array): WavRead {
  if (format.tag !== pcm) return unreadable(`is not plain PCM (format ${format.tag})`)
  if (format.channels !== 1) return unreadable(`has ${format.channels} channels instead of one`)
  if (format.bits !== 16) return unreadable(`has ${format.bits}-bit samples instead of 16-bit`)
  if (!isSampleRate(format.sampleRate)) return unreadable(`is at ${format.sampleRate} Hz instead of 8000 or 16000`)
  return { kind: 'audio', audio: { sampleRate: format.sampleRate, samples: samplesOf(data) } }
}

function readFormat(view: DataView, at: number, length: number): Format | undefined {
  if (length < 16) return undefined
  const outer = view.getUint16(at, true)
  // An extensible header names the real format in the first two bytes of its GUID.
  const inner = outer === extensible && length >= 26 ? view.getUint16(at + 24, true) : outer
  return {
    tag: inner,
    channels: view.getUint16(at + 2, true),
    sampleRate: view.getUint32(at + 4, true),
    bits: view.getUint16(at + 14, true),
  }
}

function isSampleRate(rate: number): rate is SampleRate {
  return (sampleRates as readonly number[]).includes(rate)
}

function unreadable(because: string): WavRead {
  return { kind: 'unreadable', because }
}

function tag(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3))
}

function writeTag(file: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < 4; i++) file[at + i] = text.charCodeAt(i)
}
