import type { Audio } from './audio.ts'

const fullScale = 32_768

/** Root mean square of the whole, 1.0 = full scale; 0 for no samples. */
export function rms(audio: Audio): number {
  return rmsOf(audio.samples, 0, audio.samples.length)
}

/**
 * RMS (1.0 = full scale) of each whole frame of `frameMs`, after a high-pass at about 120 Hz so that mains hum and a
 * constant offset do not count as sound.
 */
export function frameLevels(audio: Audio, frameMs: number): Float64Array {
  const frame = Math.round((audio.sampleRate * frameMs) / 1_000)
  const filtered = withoutHum(audio)
  const levels = new Float64Array(Math.floor(filtered.length / frame))
  for (let i = 0; i < levels.length; i++) levels[i] = rmsOf(filtered, i * frame, frame)
  return levels
}

function rmsOf(samples: Int16Array | Float64Array, from: number, count: number): number {
  if (count === 0) return 0
  let sum = 0
  for (let i = from; i < from + count; i++) sum += (samples[i] as number) ** 2
  return Math.sqrt(sum / count) / fullScale
}

/** Two one-pole high-passes in a row: 50 Hz falls by some 16 dB, speech above 250 Hz by less than 2 dB. */
function withoutHum(audio: Audio): Float64Array {
  const keep = 1 / (1 + (2 * Math.PI * 120) / audio.sampleRate)
  const out = new Float64Array(audio.samples.length)
  let input = audio.samples[0] ?? 0
  let first = 0
  let second = 0
  for (let i = 0; i < out.length; i++) {
    const sample = audio.samples[i] as number
    const next = keep * (first + sample - input)
    second = keep * (second + next - first)
    input = sample
    first = next
    out[i] = second
  }
  return out
}
