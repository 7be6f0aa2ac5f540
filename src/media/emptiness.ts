import { type Audio, durationMs } from './audio.ts'
import { frameLevels, rms } from './level.ts'

/** Why a recording holds no words: too short, too quiet, or line noise and clicks only. */
export const emptinesses = ['short', 'quiet', 'noise'] as const
export type Emptiness = (typeof emptinesses)[number]

/** A WAV file smaller than this holds no words, whatever its header says. */
export const leastFileBytes = 800
const leastMs = 100
const leastRms = 0.001

const frameMs = 20
/** Share of frames taken as the line's own noise: even in continuous speech a tenth of the frames are pauses. */
const floorShare = 0.1
/** A sound stands out at twice (6 dB above) the noise floor; steady noise strays by less than 4 dB from frame to frame. */
const overFloor = 2
/** −54 dBFS: below this nothing is a word; a whisper into a telephone arrives at about −46. */
const leastAudible = 0.002
/** −34 dBFS: a sound this loud is put to the recogniser even when it is as steady as a tone. */
const loud = 0.02
/** A word lasts: five frames (100 ms) within eight (160 ms). «نه» and «بله» hold 150 ms and more; a click fills two. */
const windowFrames = 8
const wordFrames = 5

/**
 * Why the audio needs no recogniser, or undefined when it may hold words. Errs towards undefined: a recogniser that
 * hears nothing costs half a second, a lost «بله» costs the call.
 */
export function emptinessOf(audio: Audio): Emptiness | undefined {
  if (durationMs(audio) < leastMs) return 'short'
  if (rms(audio) < leastRms) return 'quiet'
  const levels = frameLevels(audio, frameMs)
  if (levels.length < windowFrames) return undefined // too little to tell a word from noise
  const standsOut = Math.max(leastAudible, overFloor * noiseFloor(levels))
  return lasts(levels, standsOut) || lasts(levels, loud) ? undefined : 'noise'
}

function noiseFloor(levels: Float64Array): number {
  const sorted = levels.toSorted()
  return sorted[Math.floor(sorted.length * floorShare)] ?? 0
}

/** Whether sound above `level` goes on long enough for a word. */
function lasts(levels: Float64Array, level: number): boolean {
  let above = 0
  for (let i = 0; i < levels.length; i++) {
    if ((levels[i] as number) > level) above++
    if (i >= windowFrames && (levels[i - windowFrames] as number) > level) above--
    if (above >= wordFrames) return true
  }
  return false
}
