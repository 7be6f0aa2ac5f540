/** What a WAV file's header says. */
export interface WavFacts {
  readonly rate: number
  readonly durationMs: number
}

/** Reads the header of a WAV file that must be PCM, mono, 16-bit; a sentence when it is not. */
export function readWav(wav: Uint8Array): WavFacts | string {
  const view = new DataView(wav.buffer, wav.byteOffset, wav.byteLength)
  const tag = (at: number): string => String.fromCharCode(...wav.subarray(at, at + 4))
  if (wav.byteLength < 44 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return 'the audio is not a WAV file'
  let rate = 0
  for (let at = 12; at + 8 <= wav.byteLength; ) {
    const size = view.getUint32(at + 4, true)
    const from = at + 8
    if (tag(at) === 'fmt ') {
      const format = view.getUint16(from, true)
      const channels = view.getUint16(from + 2, true)
      const bits = view.getUint16(from + 14, true)
      rate = view.getUint32(from + 4, true)
      if (format !== 1 || channels !== 1 || bits !== 16) {
        return `the audio is not 16-bit mono PCM (format ${format}, ${channels} channels, ${bits} bits)`
      }
    }
    if (tag(at) === 'data') {
      if (rate === 0) return 'the WAV file has no format'
      const bytes = Math.min(size, wav.byteLength - from)
      return { rate, durationMs: Math.round((bytes / 2 / rate) * 1_000) }
    }
    at = from + size + (size % 2)
  }
  return 'the WAV file has no data'
}
