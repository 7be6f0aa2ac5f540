import { channel, type Sound } from './wav.ts'

/** A span of time in a recording. */
export interface Stretch {
  readonly startMs: number
  readonly endMs: number
}

/** One side of a stereo recording of a call: s16le, 8 kHz, left = says, right = hears. */
export async function side(stereoFile: string, which: 'says' | 'hears'): Promise<Sound> {
  const bytes = await Bun.file(stereoFile).bytes()
  return { rate: 8000, samples: channel(bytes, 2, which === 'says' ? 0 : 1) }
}

const frameMs = 10
/** Loudness (RMS of 1) above which a frame is sound; the silence of a codec stays below a tenth of it. */
const soundRms = 0.004
/** Gaps shorter than this belong to the sound around them. */
const gapMs = 120

/** When there is sound, for instance to measure how long a caller waits between their last word and our first. */
export function stretches(sound: Sound): readonly Stretch[] {
  const frame = (sound.rate * frameMs) / 1000
  const found: { startMs: number; endMs: number }[] = []
  for (let i = 0; i * frame < sound.samples.length; i++) {
    if (rms(sound.samples, i * frame, (i + 1) * frame) < soundRms) continue
    const [startMs, endMs] = [i * frameMs, (i + 1) * frameMs]
    const last = found.at(-1)
    if (last && startMs - last.endMs <= gapMs) last.endMs = endMs
    else found.push({ startMs, endMs })
  }
  return found
}

/** What is left of the stretches outside the spans given. */
export function outside(all: readonly Stretch[], spans: readonly Stretch[]): readonly Stretch[] {
  let left = [...all]
  for (const span of spans) {
    left = left.flatMap((one) => [
      ...(one.startMs < span.startMs ? [{ startMs: one.startMs, endMs: Math.min(one.endMs, span.startMs) }] : []),
      ...(one.endMs > span.endMs ? [{ startMs: Math.max(one.startMs, span.endMs), endMs: one.endMs }] : []),
    ])
  }
  return left
}

function rms(samples: Float32Array, from: number, to: number): number {
  const end = Math.min(to, samples.length)
  let sum = 0
  for (let i = from; i < end; i++) sum += samples[i]! ** 2
  return Math.sqrt(sum / Math.max(1, end - from))
}
