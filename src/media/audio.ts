/** Rates the telephone exchange and the recognisers deal in. */
export const sampleRates = [8_000, 16_000] as const
export type SampleRate = (typeof sampleRates)[number]

/** One channel of 16-bit sound, in memory. */
export interface Audio {
  readonly sampleRate: SampleRate
  readonly samples: Int16Array
}

/** Length in milliseconds, unrounded. */
export function durationMs(audio: Audio): number {
  return (audio.samples.length * 1_000) / audio.sampleRate
}

/** The last `ms` milliseconds, or all of it when it is shorter. */
export function tailOf(audio: Audio, ms: number): Audio {
  const keep = Math.round((ms * audio.sampleRate) / 1_000)
  return { sampleRate: audio.sampleRate, samples: audio.samples.slice(Math.max(0, audio.samples.length - keep)) }
}

/** The pieces one after another; pieces of another rate than the last one are left out. */
export function joined(pieces: readonly [...Audio[], Audio]): Audio {
  const sampleRate = (pieces[pieces.length - 1] as Audio).sampleRate
  const fitting = pieces.filter((piece) => piece.sampleRate === sampleRate)
  const samples = new Int16Array(fitting.reduce((sum, piece) => sum + piece.samples.length, 0))
  let at = 0
  for (const piece of fitting) {
    samples.set(piece.samples, at)
    at += piece.samples.length
  }
  return { sampleRate, samples }
}

/** Samples of raw little-endian 16-bit bytes; an odd last byte is dropped. */
export function samplesOf(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const samples = new Int16Array(bytes.byteLength >> 1)
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(i * 2, true)
  return samples
}

/** Raw little-endian 16-bit bytes of samples. */
export function bytesOf(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(samples.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < samples.length; i++) view.setInt16(i * 2, samples[i] as number, true)
  return bytes
}
