import { FftTable } from './fft.ts'
import { align, type KnownPrompt, ms, type Piece } from './prompt-piece.ts'
import { part, type Searchable, search, searchable } from './search.ts'
import { outside, type Stretch, side, stretches } from './stretches.ts'
import { readWav, type Sound } from './wav.ts'

/** A prompt as it was installed: WAV of 8 or 16 kHz. */
export interface PromptFile {
  readonly name: string
  readonly file: string
}

/** A prompt the customer heard. */
export interface HeardPrompt extends Stretch {
  readonly name: string
  /** Likeness of what was heard to that part of the prompt, 1 = the same. */
  readonly score: number
  /** Where in the prompt the part heard begins; more than 0 when its head was missing. */
  readonly fromMs: number
  /** How much of the prompt was heard. */
  readonly heardMs: number
  /** From its first sound to its last. */
  readonly whole: boolean
}

/** Everything a customer heard: prompts in the order of time, and sound that no prompt explains. */
export interface HeardPrompts {
  readonly found: readonly HeardPrompt[]
  readonly unexpected: readonly Stretch[]
}

const wholeScore = 0.8
/** A piece this long is looked for where no whole prompt was found. */
const pieceMs = 400
const pieceScore = 0.85
/** A shorter piece is like many others by chance, so it must fit better. */
const shortScore = 0.93
const stepMs = 100
/** Shorter sound is a click, an edge or the ring of a codec. */
const clickMs = 60
const unexpectedMs = 200
/** Sound this near to a prompt found is its own edge. */
const edgeMs = 60

/** Says which prompts the customer of a stereo recording heard, whole or cut, repeated or not. */
export async function heardPrompts(stereoFile: string, prompts: readonly PromptFile[]): Promise<HeardPrompts> {
  const read = async ({ name, file }: PromptFile) => ({ name, sound: readWav(await Bun.file(file).bytes()) })
  return findPrompts(await side(stereoFile, 'hears'), await Promise.all(prompts.map(read)))
}

/** The same for sound at hand. */
export function findPrompts(
  heard: Sound,
  prompts: readonly { readonly name: string; readonly sound: Sound }[],
): HeardPrompts {
  const signal = searchable(heard)
  const known = prompts.map(({ name, sound }) => knownPrompt(name, sound))
  const ffts = new FftTable()
  const all = stretches(heard)
  const pieces = wholePieces(signal, known, ffts)
  const margin = (one: Stretch) => ({ startMs: one.startMs - edgeMs, endMs: one.endMs + edgeMs })
  const rest = outside(all, pieces.map(span).map(margin)).filter((one) => one.endMs - one.startMs > clickMs)
  for (const stretch of rest) pieces.push(...cutPieces(signal, stretch, known, ffts))
  const found = joined(pieces).map(toHeard)
  const unexpected = outside(all, found.map(margin)).filter((one) => one.endMs - one.startMs > unexpectedMs)
  return { found, unexpected }
}

function knownPrompt(name: string, sound: Sound): KnownPrompt {
  const sounding = stretches(sound)
  const [first, last] = [ms.samples(sounding[0]?.startMs ?? 0), ms.samples(sounding.at(-1)?.endMs ?? 0)]
  return { name, ...searchable(sound), first, last }
}

/** The best places where a whole prompt fits, none over another. */
function wholePieces(signal: Searchable, known: readonly KnownPrompt[], ffts: FftTable): Piece[] {
  const accepted: Piece[] = []
  const all = { from: 0, to: signal.fine.samples.length }
  for (const { pattern, shift } of search(signal, known, { least: 0.98, score: wholeScore }, ffts)) {
    const piece = align(signal.fine.samples, pattern, shift, all)
    const overlaps = (one: Piece) =>
      piece.start < one.end - ms.samples(edgeMs) && one.start < piece.end - ms.samples(edgeMs)
    if (piece.end > piece.start && !accepted.some(overlaps)) accepted.push(piece)
  }
  return accepted
}

/** Reads a stretch from left to right as pieces of prompts; what is like none is stepped over. */
function cutPieces(
  signal: Searchable,
  stretch: Stretch,
  known: readonly KnownPrompt[],
  ffts: FftTable,
): readonly Piece[] {
  const pieces: Piece[] = []
  const end = Math.min(signal.fine.samples.length, ms.samples(stretch.endMs))
  let at = Math.max(0, ms.samples(stretch.startMs))
  while (end - at > ms.samples(clickMs)) {
    const to = Math.min(end, at + ms.samples(pieceMs))
    const sample = part(signal, at, to)
    const score = to - at < ms.samples(pieceMs) ? shortScore : pieceScore
    // The prompt is what is searched here, and the piece of the recording what is searched for.
    const places = known.flatMap((prompt) =>
      search(prompt, [sample], { least: 0.98, score }, ffts).map((place) => ({ prompt, ...place })),
    )
    const [best] = places.sort((a, b) => b.score - a.score)
    const piece =
      best && align(signal.fine.samples, best.prompt, at - best.shift, { from: at - ms.samples(edgeMs), to: end })
    if (piece && piece.end > at) {
      pieces.push(piece)
      at = piece.end
    } else at += ms.samples(stepMs)
  }
  return pieces
}

/** Joins pieces of one prompt that follow each other, as when the network lost or doubled a packet in between. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const result: Piece[] = []
  for (const piece of [...pieces].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    const slip =
      last && piece.prompt === last.prompt && piece.start - last.end < ms.samples(pieceMs)
        ? Math.abs(piece.from - last.to - (piece.start - last.end))
        : Number.POSITIVE_INFINITY
    if (last && slip <= ms.samples(stepMs) && piece.from >= last.to - ms.samples(stepMs)) {
      const [a, b] = [last.end - last.start, piece.end - piece.start]
      result[result.length - 1] = {
        ...last,
        end: piece.end,
        to: piece.to,
        score: (last.score * a + piece.score * b) / (a + b),
      }
    } else result.push(piece)
  }
  return result
}

const span = (piece: Piece): Stretch => ({ startMs: ms.of(piece.start), endMs: ms.of(piece.end) })

function toHeard(piece: Piece): HeardPrompt {
  const { prompt, from, to } = piece
  const edge = ms.samples(stepMs)
  return {
    name: prompt.name,
    ...span(piece),
    score: Math.round(piece.score * 1000) / 1000,
    fromMs: ms.of(from),
    heardMs: ms.of(to - from),
    whole: from <= prompt.first + edge && to >= prompt.last - edge,
  }
}
