/** Mono sound: samples between -1 and 1. */
export interface Sound {
  readonly rate: number
  readonly samples: Float32Array
}

const formatPcm = 1
const formatExtensible = 0xfffe

/** Reads the first channel of a 16 bit PCM WAV file, also one streamed with unknown length; throws on anything else. */
export function readWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12 || tag(bytes, 0) !== 'RIFF' || tag(bytes, 8) !== 'WAVE') throw new Error('This is no WAV file.')
  let rate = 0
  let channels = 0
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    const body = at + 8
    if (tag(bytes, at) === 'fmt ') {
      const format = view.getUint16(body, true)
      const bits = view.getUint16(body + 14, true)
      if ((format !== formatPcm && format !== formatExtensible) || bits !== 16)
        throw new Error('Only 16 bit PCM WAV is read.')
      channels = view.getUint16(body + 2, true)
      rate = view.getUint32(body + 4, true)
    } else if (tag(bytes, at) === 'data') {
      if (!rate || !channels) throw new Error('This WAV file has no format before its data.')
      return { rate, samples: channel(bytes.subarray(body, Math.min(bytes.length, body + size)), channels, 0) }
    }
    at = body + size + (size % 2)
  }
  throw new Error('This WAV file has no data.')
}

/** Takes one channel out of interleaved s16le samples. */
export function channel(bytes: Uint8Array, channels: number, which: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const samples = new Float32Array(Math.floor(bytes.length / (2 * channels)))
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16((i * channels + which) * 2, true) / 32768
  return samples
}

/** Makes a 16 bit mono WAV file. */
export function writeWav(sound: Sound): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + sound.samples.length * 2)
  const view = new DataView(bytes.buffer)
  const put = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at)
  put(0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  put(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, formatPcm, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sound.rate, true)
  view.setUint32(28, sound.rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  put(36, 'data')
  view.setUint32(40, sound.samples.length * 2, true)
  sound.samples.forEach((sample, i) => {
    view.setInt16(44 + i * 2, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true)
  })
  return bytes
}

const tag = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
