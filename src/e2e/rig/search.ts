import { comparable, correlate, type Template, template } from './correlation.ts'
import type { FftTable } from './fft.ts'
import type { Sound } from './wav.ts'

/** Samples a second of the comparison that decides. */
export const fineRate = 8000
/** Samples a second of the search before it: every shift of every pattern is looked at, so few samples are fast. */
const coarseRate = 2000
const ratio = fineRate / coarseRate
const fineEmphasis = 0.7
/** Half a coarse sample beside the true shift, even the same sound is hardly more alike than this. */
const coarseScore = 0.35
/** So many places of a pattern are looked at closely. */
const places = 12

/** Sound made ready to be searched or searched for. */
export interface Searchable {
  readonly fine: Template
  readonly coarse: Template
}

/** Where a pattern lies in a signal, in fine samples; before 0 its head is missing. */
export interface Place<Pattern> {
  readonly pattern: Pattern
  readonly shift: number
  readonly score: number
}

/** Makes sound of 8, 16 or 32 kHz ready. */
export function searchable(sound: Sound): Searchable {
  return {
    fine: template(comparable(sound, fineRate, fineEmphasis)),
    coarse: template(comparable(sound, coarseRate, 0)),
  }
}

/** Part of a searchable sound, in fine samples. */
export function part(whole: Searchable, from: number, to: number): Searchable {
  return {
    fine: template(whole.fine.samples.subarray(from, to)),
    coarse: template(whole.coarse.samples.subarray(Math.round(from / ratio), Math.round(to / ratio))),
  }
}

/** What to look for, and what counts as found. */
export interface Limits {
  /** Part of a pattern's energy that must lie inside the signal. */
  readonly least: number
  readonly score: number
}

/** Finds where the patterns lie in the signal, best first; places may overlap. */
export function search<Pattern extends Searchable>(
  signal: Searchable,
  patterns: readonly Pattern[],
  limits: Limits,
  ffts: FftTable,
): readonly Place<Pattern>[] {
  const correlations = correlate(
    signal.coarse,
    patterns.map((one) => one.coarse),
    limits.least,
    ffts,
  )
  const found: Place<Pattern>[] = []
  for (const [i, { scores, zero }] of correlations.entries()) {
    const pattern = patterns[i]!
    for (const at of peaks(scores)) {
      const place = closer(signal, pattern, (at - zero) * ratio)
      if (place.score >= limits.score) found.push(place)
    }
  }
  return found.sort((a, b) => b.score - a.score)
}

/** The highest local maxima. */
function peaks(scores: Float32Array): readonly number[] {
  const found: number[] = []
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!
    if (score >= coarseScore && score >= (scores[i - 1] ?? 0) && score > (scores[i + 1] ?? 0)) found.push(i)
  }
  return found.sort((a, b) => scores[b]! - scores[a]!).slice(0, places)
}

/** The best shift near a coarse one. */
function closer<Pattern extends Searchable>(signal: Searchable, pattern: Pattern, near: number): Place<Pattern> {
  let best: Place<Pattern> = { pattern, shift: near, score: -1 }
  for (let shift = near - ratio - 1; shift <= near + ratio + 1; shift++) {
    const score = likeness(signal.fine, pattern.fine, shift)
    if (score > best.score) best = { pattern, shift, score }
  }
  return best
}

/** Normalised correlation at one shift, of the parts that overlap. */
function likeness(signal: Template, pattern: Template, shift: number): number {
  const from = Math.max(0, -shift)
  const to = Math.min(pattern.samples.length, signal.samples.length - shift)
  if (to <= from) return 0
  let dot = 0
  for (let i = from; i < to; i++) dot += pattern.samples[i]! * signal.samples[i + shift]!
  const mine = pattern.energy[to]! - pattern.energy[from]!
  const theirs = signal.energy[to + shift]! - signal.energy[from + shift]!
  return mine > 0 && theirs > 0 ? dot / Math.sqrt(mine * theirs) : 0
}
