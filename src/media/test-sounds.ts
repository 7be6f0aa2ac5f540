import { join } from 'node:path'
import { assert } from '../kernel/assert.ts'
import { seededRandom } from '../kernel/random.ts'
import { type Audio, joined, type SampleRate } from './audio.ts'
import { readWav } from './wav.ts'

/** Sounds for tests: what a telephone line carries, made by arithmetic, or spoken. Levels are RMS, 1.0 = full scale. */

const fullScale = 32_768

/** Nothing at all. */
export function nothing(ms: number, sampleRate: SampleRate = 8_000): Audio {
  return made(ms, sampleRate, () => 0)
}

/** A steady tone. */
export function tone(ms: number, hertz: number, level: number, sampleRate: SampleRate = 8_000): Audio {
  return made(ms, sampleRate, (i) => level * Math.SQRT2 * Math.sin((2 * Math.PI * hertz * i) / sampleRate))
}

/** Hiss, the same every run. */
export function hiss(ms: number, level: number, seed = 1): Audio {
  const random = seededRandom(seed)
  return made(ms, 8_000, () => level * Math.sqrt(3) * (2 * random() - 1))
}

/** Rumbling noise that falls by some 3 dB an octave, as rooms and cars make it. */
export function rumble(ms: number, level: number, seed = 1): Audio {
  const random = seededRandom(seed)
  let [low, mid, high] = [0, 0, 0]
  const raw = made(ms, 8_000, () => {
    const white = 2 * random() - 1
    low = 0.997 * low + 0.029 * white
    mid = 0.965 * mid + 0.058 * white
    high = 0.57 * high + 0.152 * white
    return 0.1 * (low + mid + high)
  })
  return atLevel(raw, level)
}

/** Short crackles at the given instants, loud as a relay. */
export function clicks(ms: number, atMs: readonly number[]): Audio {
  const starts = new Set(atMs.map((at) => at * 8))
  let ringing = 0
  return made(ms, 8_000, (i) => {
    if (starts.has(i)) ringing = 0.6
    ringing *= -0.8
    return ringing
  })
}

/** Both at once, as long as the longer one. */
export function mixed(one: Audio, other: Audio): Audio {
  const [long, short] = one.samples.length >= other.samples.length ? [one, other] : [other, one]
  const samples = long.samples.map((sample, i) => sample + (short.samples[i] ?? 0))
  return { sampleRate: long.sampleRate, samples }
}

/** The same sound at another RMS. */
export function atLevel(audio: Audio, level: number): Audio {
  const energy = audio.samples.reduce((sum, sample) => sum + sample * sample, 0)
  const gain = (level * fullScale) / Math.sqrt(energy / audio.samples.length)
  return { sampleRate: audio.sampleRate, samples: audio.samples.map((sample) => Math.round(sample * gain)) }
}

/** One sound after another. */
export function after(...pieces: readonly [Audio, ...Audio[]]): Audio {
  return joined(pieces as unknown as [...Audio[], Audio])
}

/** Persian words in `test-words/`, spoken by espeak-ng (`-v fa`, those with `-f` by a female variant), 300–3400 Hz. */
export const testWords = ['bale', 'bale-f', 'na', 'na-f', 'are', 'bashe', 'nemikham', 'shoma', 'alo'] as const
export type TestWord = (typeof testWords)[number]

/** A spoken word without silence around it. */
export async function spoken(word: TestWord, level: number): Promise<Audio> {
  const read = readWav(await Bun.file(join(import.meta.dir, 'test-words', `${word}.wav`)).bytes())
  assert(read.kind === 'audio', `test word ${word} must be readable`)
  return atLevel(read.audio, level)
}

function made(ms: number, sampleRate: SampleRate, wave: (i: number) => number): Audio {
  const samples = new Int16Array(Math.round((ms * sampleRate) / 1_000))
  for (let i = 0; i < samples.length; i++)
    samples[i] = Math.max(-32_768, Math.min(32_767, Math.round(wave(i) * fullScale)))
  return { sampleRate, samples }
}
