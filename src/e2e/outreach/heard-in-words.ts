import type { HeardPrompts } from '../rig/heard-prompts.ts'

/** A person's voice reaches the other side when both are joined, so some of its beginning may be lost. */
const enoughOfVoice = 0.8
const leastScore = 0.8

/**
 * What was heard, a word a sound, in the order of time: `hello` = to its end, `hello…` = cut short, `…hello` = without
 * its beginning; sound that is none of the known ones is named with its place.
 * @param voiceMs length of the voices of people by name; of these most is enough
 */
export function heardInWords(heard: HeardPrompts, voiceMs: ReadonlyMap<string, number>): readonly string[] {
  const known = heard.found.map((one) => {
    const voice = voiceMs.get(one.name)
    const whole = voice === undefined ? one.whole : one.heardMs >= enoughOfVoice * voice
    const word = whole ? one.name : one.fromMs > 150 ? `…${one.name}` : `${one.name}…`
    return { at: one.startMs, word: one.score < leastScore ? `${word} (likeness ${one.score})` : word }
  })
  const strange = heard.unexpected.map(({ startMs, endMs }) => ({
    at: startMs,
    word: `an unknown sound from ${startMs} to ${endMs} ms`,
  }))
  return [...known, ...strange].sort((one, other) => one.at - other.at).map(({ word }) => word)
}
