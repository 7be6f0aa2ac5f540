import { customerClips, otherClips } from '../rig/clips.ts'
import type { ExpectedReply } from './expected-call.ts'

type Said = (typeof customerClips)[number]['name'] | (typeof otherClips)[number]['name']

/** The words of a clip. */
export function textOf(name: Said): string {
  return [...customerClips, ...otherClips].find((clip) => clip.name === name)!.text
}

/** A reply in the words of a clip, taken for that intent. */
export function reply(name: Said, intent: string): ExpectedReply {
  return { text: textOf(name), intent }
}

/** A reply that was none: silence. */
export const silence: ExpectedReply = { text: '', intent: 'no_input', by: 'none' }
