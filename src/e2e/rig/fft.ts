/** Fast Fourier transforms of one length, a power of two, in place. */
export class Fft {
  readonly size: number
  readonly #cos: Float64Array
  readonly #sin: Float64Array
  readonly #swap: Uint32Array

  constructor(size: number) {
    this.size = size
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size))
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size))
    this.#swap = new Uint32Array(size)
    for (let i = 1; i < size; i++) this.#swap[i] = (this.#swap[i >> 1]! >> 1) | (i & 1 ? size >> 1 : 0)
  }

  /** Time to frequency. */
  forward(re: Float64Array, im: Float64Array): void {
    const { size } = this
    for (let i = 0; i < size; i++) {
      const j = this.#swap[i]!
      if (j <= i) continue
      const r = re[i]!
      re[i] = re[j]!
      re[j] = r
      const m = im[i]!
      im[i] = im[j]!
      im[j] = m
    }
    for (let half = 1; half < size; half *= 2) this.#stage(re, im, half)
  }

  /** Frequency to time. */
  inverse(re: Float64Array, im: Float64Array): void {
    this.forward(im, re)
    const scale = 1 / this.size
    for (let i = 0; i < this.size; i++) {
      re[i] = re[i]! * scale
      im[i] = im[i]! * scale
    }
  }

  #stage(re: Float64Array, im: Float64Array, half: number): void {
    const step = this.size / (2 * half)
    for (let start = 0; start < this.size; start += 2 * half) {
      for (let k = 0, at = 0; k < half; k++, at += step) {
        const c = this.#cos[at]!
        const s = -this.#sin[at]!
        const low = start + k
        const high = low + half
        const r = re[high]! * c - im[high]! * s
        const m = re[high]! * s + im[high]! * c
        re[high] = re[low]! - r
        im[high] = im[low]! - m
        re[low] = re[low]! + r
        im[low] = im[low]! + m
      }
    }
  }
}

/** Transforms by length, made when first asked for. */
export class FftTable {
  readonly #made = new Map<number, Fft>()

  /** The shortest transform that holds that many samples. */
  atLeast(samples: number): Fft {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(samples)))
    const known = this.#made.get(size)
    if (known) return known
    const made = new Fft(size)
    this.#made.set(size, made)
    return made
  }
}
