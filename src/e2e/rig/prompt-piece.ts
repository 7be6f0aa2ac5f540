import { fineRate, type Searchable } from './search.ts'

/** Milliseconds to fine samples and back. */
export const ms = {
  samples: (time: number) => Math.round((time * fineRate) / 1000),
  of: (samples: number) => Math.round((samples * 1000) / fineRate),
} as const

/** A prompt to look for, with the samples between which it sounds. */
export interface KnownPrompt extends Searchable {
  readonly name: string
  readonly first: number
  readonly last: number
}

/** Part of a prompt found in a signal, in samples of both. */
export interface Piece {
  readonly prompt: KnownPrompt
  readonly start: number
  readonly end: number
  /** Where the part begins and ends in the prompt. */
  readonly from: number
  readonly to: number
  readonly score: number
}

const frame = 400
/** Likeness of one frame (50 ms) from which it counts as the same sound. */
const frameScore = 0.6
/** RMS of a frame below which it is silence. */
const quietRms = 0.002
/** So many frames that differ end the piece: one may be a lost packet. */
const patience = 3

/**
 * Lays a prompt at a shift over the signal and says how far it really sounds there, frame by frame, within the bounds:
 * a likeness of the whole may hide that the last third is missing.
 */
export function align(
  signal: Float32Array,
  prompt: KnownPrompt,
  shift: number,
  bounds: { from: number; to: number },
): Piece {
  const low = Math.max(0, bounds.from - shift)
  const high = Math.min(prompt.fine.samples.length, bounds.to - shift, signal.length - shift)
  let [from, to, misses] = [high, low, 0]
  let [dot, mine, theirs] = [0, 0, 0]
  for (let at = low; at < high && misses < patience; at += frame) {
    const end = Math.min(high, at + frame)
    const one = compare(signal, prompt.fine.samples, shift, at, end)
    if (one.bothQuiet) continue
    if (one.dot < frameScore * Math.sqrt(one.mine * one.theirs) || one.mine === 0 || one.theirs === 0) {
      // Before the first likeness nothing has begun that could end.
      if (to > low) misses++
      continue
    }
    misses = 0
    from = Math.min(from, at)
    to = end
    dot += one.dot
    mine += one.mine
    theirs += one.theirs
  }
  if (to <= from) return { prompt, start: shift + low, end: shift + low, from: low, to: low, score: 0 }
  return { prompt, start: shift + from, end: shift + to, from, to, score: dot / Math.sqrt(mine * theirs) }
}

function compare(signal: Float32Array, prompt: Float32Array, shift: number, from: number, to: number) {
  let [dot, mine, theirs] = [0, 0, 0]
  for (let i = from; i < to; i++) {
    const [a, b] = [prompt[i]!, signal[i + shift]!]
    dot += a * b
    mine += a * a
    theirs += b * b
  }
  const quiet = quietRms ** 2 * (to - from)
  return { dot, mine, theirs, bothQuiet: mine < quiet && theirs < quiet }
}
