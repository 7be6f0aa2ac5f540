import type { Clip } from './clips.ts'
import { energies } from './correlation.ts'
import { FftTable } from './fft.ts'
import { fineRate, type Searchable, search, searchable } from './search.ts'
import { readWav, type Sound } from './wav.ts'

/** A clip heard in a piece of audio. */
export interface Hearing {
  readonly name: string
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  readonly score: number
}

/** What the customer said, by the sound alone. */
export interface Recognised {
  readonly name: string
  readonly text: string
}

/** Knows clips by their sound. */
export interface ClipEar {
  /** Which clips are in the audio, in the order of time; audio of any length, 8 or 16 kHz. */
  hears(audio: Sound): readonly Hearing[]
  /** What a WAV file says; the texts of several clips follow each other; `undefined` when none is known. */
  recognise(wav: Uint8Array): Recognised | undefined
}

/** Unlike clips stay below 0.35; the same clip after codec, filters and noise reduction is above 0.8. */
const alike = 0.55
/** The least part of a clip that is recognised, by energy. */
const leastPart = 0.5
/** Part of the energy below which what is left cannot be another clip. */
const worthHearing = 0.05
/** So many clips are heard in one utterance. */
const rounds = 8

/** Loads the clips and gives the ear that knows them. */
export async function clipEar(clips: readonly Clip[]): Promise<ClipEar> {
  const load = async (clip: Clip) => ({ clip, ...searchable(readWav(await Bun.file(clip.file).bytes())) })
  const known = await Promise.all(clips.map(load))
  // Neighbours share a transform, so those of like length stand together.
  known.sort((a, b) => a.fine.samples.length - b.fine.samples.length)
  const ffts = new FftTable()
  const hears = (audio: Sound): readonly Hearing[] => hearAll(audio, known, ffts)
  return {
    hears,
    recognise: (wav) => {
      const heard = hears(readWav(wav))
      if (heard.length === 0) return undefined
      return { name: heard.map((one) => one.name).join('+'), text: heard.map((one) => one.text).join(' ') }
    },
  }
}

interface Known extends Searchable {
  readonly clip: Clip
}

/** Takes out the most certain clip, round by round; what is left may hold others. */
function hearAll(audio: Sound, known: readonly Known[], ffts: FftTable): readonly Hearing[] {
  const heard: Hearing[] = []
  const rest = { rate: audio.rate, samples: audio.samples.slice() }
  const enough = worthHearing * energies(rest.samples).at(-1)!
  for (let round = 0; round < rounds; round++) {
    const [best] = search(searchable(rest), known, { least: leastPart, score: alike }, ffts)
    if (!best) break
    const { clip, fine } = best.pattern
    const [startMs, endMs] = [
      Math.max(0, ms(best.shift)),
      Math.min(lengthMs(audio), ms(best.shift + fine.samples.length)),
    ]
    heard.push({ name: clip.name, text: clip.text, startMs, endMs, score: best.score })
    rest.samples.fill(0, (startMs * audio.rate) / 1000, (endMs * audio.rate) / 1000)
    if (energies(rest.samples).at(-1)! < enough) break
  }
  return heard.sort((a, b) => a.startMs - b.startMs)
}

const ms = (samples: number) => Math.round((samples * 1000) / fineRate)
const lengthMs = (sound: Sound) => Math.round((sound.samples.length * 1000) / sound.rate)
