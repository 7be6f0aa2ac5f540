import type { Fft, FftTable } from './fft.ts'
import type { Sound } from './wav.ts'

/**
 * Brings sound to the rate of comparison and evens out its spectrum, 0 = not at all, 1 = most: the low tones of a voice,
 * which filters shift most, would otherwise decide alone.
 */
export function comparable(sound: Sound, rate: number, emphasis: number): Float32Array {
  const steps = Math.log2(sound.rate / rate)
  if (!Number.isInteger(steps) || steps < 0)
    throw new Error(`Sound of ${sound.rate} Hz cannot be brought to ${rate} Hz by halving.`)
  let samples = sound.samples
  for (let step = 0; step < steps; step++) samples = halve(samples)
  const even = new Float32Array(samples.length)
  for (let i = 1; i < samples.length; i++) even[i] = samples[i]! - emphasis * samples[i - 1]!
  return even
}

/** Half-band low-pass, then every second sample. */
function halve(samples: Float32Array): Float32Array {
  const half = new Float32Array(Math.ceil(samples.length / 2))
  for (let i = 0; i < half.length; i++) {
    let sum = 0
    for (let tap = -reach; tap <= reach; tap++) sum += lowPass[tap + reach]! * (samples[2 * i + tap] ?? 0)
    half[i] = sum
  }
  return half
}

const reach = 15
const lowPass = Float32Array.from({ length: 2 * reach + 1 }, (_, i) => {
  const t = i - reach
  const sinc = t === 0 ? 0.5 : Math.sin((Math.PI * t) / 2) / (Math.PI * t)
  return sinc * (0.5 + 0.5 * Math.cos((Math.PI * t) / (reach + 1)))
})

/** Running sums of squares: the energy between two samples is a difference. */
export function energies(samples: Float32Array): Float64Array {
  const sums = new Float64Array(samples.length + 1)
  for (let i = 0; i < samples.length; i++) sums[i + 1] = sums[i]! + samples[i]! ** 2
  return sums
}

/** A sound to look for. */
export interface Template {
  readonly samples: Float32Array
  readonly energy: Float64Array
}

/** Makes a template of comparable samples. */
export const template = (samples: Float32Array): Template => ({ samples, energy: energies(samples) })

/** How alike two sounds are at every shift. */
export interface Correlation {
  /** Similarity by shift + `zero`, between -1 and 1. */
  readonly scores: Float32Array
  /** Index of shift 0; before it the template starts ahead of the signal. */
  readonly zero: number
}

/**
 * Normalised cross-correlation of a signal with templates. Where they overlap in part, the parts are compared, provided
 * that this part holds at least `least` of the template's energy; elsewhere the score is 0.
 */
export function correlate(
  signal: Template,
  templates: readonly Template[],
  least: number,
  ffts: FftTable,
): readonly Correlation[] {
  const found: Correlation[] = []
  const spectra = new Map<number, Spectrum>()
  const spectrum = (fft: Fft): Spectrum => {
    const known = spectra.get(fft.size)
    if (known) return known
    const made = { re: new Float64Array(fft.size), im: new Float64Array(fft.size) }
    made.re.set(signal.samples)
    fft.forward(made.re, made.im)
    spectra.set(fft.size, made)
    return made
  }
  for (let i = 0; i < templates.length; i += 2) {
    const pair = templates.slice(i, i + 2)
    const fft = ffts.atLeast(signal.samples.length + Math.max(...pair.map((one) => one.samples.length)))
    const raw = correlatePair(spectrum(fft), pair, fft)
    for (const [j, one] of pair.entries()) found.push(normalise(raw[j]!, signal, one, least))
  }
  return found
}

interface Spectrum {
  readonly re: Float64Array
  readonly im: Float64Array
}

/** Two real correlations for one transform: the second template rides in the imaginary part. */
function correlatePair(signal: Spectrum, pair: readonly Template[], fft: Fft): readonly [Float64Array, Float64Array] {
  const { size } = fft
  const [re, im] = [new Float64Array(size), new Float64Array(size)]
  // Reversed in time, a template's convolution with the signal is its correlation.
  pair.forEach((one, which) => {
    const into = which === 0 ? re : im
    const { length } = one.samples
    for (let i = 0; i < length; i++) into[i === 0 ? 0 : size - i] = one.samples[i]!
  })
  fft.forward(re, im)
  for (let i = 0; i < size; i++) {
    const r = signal.re[i]! * re[i]! - signal.im[i]! * im[i]!
    im[i] = signal.re[i]! * im[i]! + signal.im[i]! * re[i]!
    re[i] = r
  }
  fft.inverse(re, im)
  return [re, im]
}

function normalise(raw: Float64Array, signal: Template, one: Template, least: number): Correlation {
  const [n, l] = [signal.samples.length, one.samples.length]
  const zero = l - 1
  const scores = new Float32Array(n + l - 1)
  const whole = one.energy[l]!
  const floor = 1e-9 * Math.max(1, n)
  for (let index = 0; index < scores.length; index++) {
    const shift = index - zero
    const from = Math.max(0, -shift)
    const to = Math.min(l, n - shift)
    const mine = one.energy[to]! - one.energy[from]!
    const theirs = signal.energy[shift + to]! - signal.energy[shift + from]!
    if (mine < least * whole || theirs < floor) continue
    scores[index] = raw[shift < 0 ? raw.length + shift : shift]! / Math.sqrt(mine * theirs)
  }
  return { scores, zero }
}
