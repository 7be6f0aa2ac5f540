import type { HeardPrompt, HeardPrompts } from '../rig/heard-prompts.ts'
import type { Stretch } from '../rig/stretches.ts'

/** A sound that may be heard: from its first to its last sound, and whether it is a person's voice. */
export interface KnownSound extends Stretch {
  readonly isVoice: boolean
}

/** A person's voice reaches the other side when both are joined, so some of its beginning may be lost. */
const enoughOfVoice = 0.8
const leastScore = 0.8
const edgeMs = 100
/** What a moment in which the whole machine stood still takes out of the middle of a sound. */
const stutterMs = 400

/**
 * What was heard, a word a sound, in the order of time: `hello` = to its end, `hello…` = cut short, `…hello` = without
 * its beginning; sound that is none of the known ones is named with its place.
 */
export function heardInWords(heard: HeardPrompts, sounds: ReadonlyMap<string, KnownSound>): readonly string[] {
  const { found, gaps } = withoutStutter(heard.found)
  const known = found.map((one) => {
    const sound = sounds.get(one.name)
    const likeness = one.score < leastScore ? ` (likeness ${one.score})` : ''
    return { at: one.startMs, word: `${sound === undefined ? one.name : wordFor(one, sound)}${likeness}` }
  })
  const inGap = (one: Stretch): boolean => gaps.some((gap) => one.startMs >= gap.startMs && one.endMs <= gap.endMs)
  const strange = heard.unexpected
    .filter((one) => !inGap(one))
    .map(({ startMs, endMs }) => ({ at: startMs, word: `an unknown sound from ${startMs} to ${endMs} ms` }))
  return [...known, ...strange].sort((one, other) => one.at - other.at).map(({ word }) => word)
}

function wordFor({ name, fromMs, heardMs }: HeardPrompt, sound: KnownSound): string {
  if (sound.isVoice && heardMs >= enoughOfVoice * (sound.endMs - sound.startMs)) return name
  const begun = fromMs <= sound.startMs + edgeMs
  if (begun && fromMs + heardMs >= sound.endMs - edgeMs) return name
  return fromMs <= sound.startMs + stutterMs ? `${name}…` : `…${name}`
}

/** Pieces of one sound that follow each other with hardly anything missing count as one; the gaps are told too. */
function withoutStutter(pieces: readonly HeardPrompt[]) {
  const found: HeardPrompt[] = []
  const gaps: Stretch[] = []
  for (const piece of pieces.toSorted((one, other) => one.startMs - other.startMs)) {
    const last = found.at(-1)
    const missingMs = last === undefined ? 0 : piece.fromMs - (last.fromMs + last.heardMs)
    const follows =
      last?.name === piece.name &&
      piece.startMs - last.endMs <= stutterMs + edgeMs &&
      Math.abs(missingMs) <= stutterMs &&
      piece.fromMs > last.fromMs
    if (last === undefined || !follows) found.push(piece)
    else {
      gaps.push({ startMs: last.endMs - edgeMs, endMs: piece.startMs + edgeMs })
      const heardMs = piece.fromMs + piece.heardMs - last.fromMs
      found[found.length - 1] = { ...last, endMs: piece.endMs, heardMs, score: Math.min(last.score, piece.score) }
    }
  }
  return { found, gaps }
}
