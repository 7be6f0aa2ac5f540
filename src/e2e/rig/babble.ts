import type { Sound } from './wav.ts'

/** Sound that behaves like speech (syllables of changing pitch and timbre), another one for every seed; 8 kHz. */
export function babble(seed: number, seconds: number): Sound {
  const rate = 8000
  const random = congruential(seed)
  const samples = new Float32Array(seconds * rate)
  let [phase, at] = [0, 0]
  while (at < samples.length) {
    const syllable = Math.floor((0.12 + 0.2 * random()) * rate)
    const [pitch, bend, tilt, hiss] = [90 + 160 * random(), 0.8 + 0.5 * random(), 0.3 + 1.2 * random(), 0.3 * random()]
    const weights = Array.from({ length: 8 }, (_, k) => random() / (k + 1) ** tilt)
    for (let i = 0; i < syllable && at < samples.length; i++, at++) {
      const part = i / syllable
      phase += (2 * Math.PI * pitch * (1 + (bend - 1) * part)) / rate
      const voice = weights.reduce((sum, weight, k) => sum + weight * Math.sin((k + 1) * phase), 0)
      samples[at] = 0.2 * Math.sin(Math.PI * part) * (voice + hiss * (random() - 0.5))
    }
    at += Math.floor(0.03 * rate)
  }
  return { rate, samples }
}

/** The sounds one after the other; a number is so many seconds of silence. */
export function sequence(...parts: readonly (Sound | number)[]): Sound {
  const all = parts.map((one) => (typeof one === 'number' ? new Float32Array(Math.round(one * 8000)) : one.samples))
  const samples = new Float32Array(all.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const one of all) {
    samples.set(one, at)
    at += one.length
  }
  return { rate: 8000, samples }
}

/** A sound from one second to another. */
export function excerpt({ rate, samples }: Sound, from: number, to: number): Sound {
  return { rate, samples: samples.slice(Math.round(from * rate), Math.round(to * rate)) }
}

/** The sound after a telephone's A-law codec, with its eight bits a sample. */
export function throughALaw({ rate, samples }: Sound): Sound {
  return { rate, samples: samples.map(aLaw) }
}

function aLaw(sample: number): number {
  const size = Math.min(4095, Math.abs(sample) * 4096)
  const exponent = size < 32 ? 0 : Math.floor(Math.log2(size)) - 4
  const step = 2 ** (exponent === 0 ? 1 : exponent)
  return (Math.sign(sample || 1) * (Math.floor(size / step) + 0.5) * step) / 4096
}

function congruential(seed: number): () => number {
  let state = (seed * 7919 + 17) % 2147483647
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
