import type { Keypad, Utterable, Voice } from '../flow/ports.ts'
import { unreachable } from '../kernel/assert.ts'
import type { Leg } from './ports.ts'

/** The media URI of an utterable; undefined when nothing can speak it. */
export type MediaOf = (utterable: Utterable, signal: AbortSignal) => Promise<string | undefined>

/** Our voice on a leg: prompts are played one after another without a gap. */
export function voiceOn(leg: Leg, mediaOf: MediaOf): Voice {
  return {
    async say(prompts, signal) {
      const media: string[] = []
      for (const prompt of prompts) {
        const uri = await mediaOf(prompt, signal)
        if (uri === undefined) return { kind: 'failed', because: `nothing can speak the prompt ${prompt.name}` }
        media.push(uri)
      }
      if (media.length === 0) return { kind: 'said' }
      const played = await leg.play(media, signal)
      switch (played.kind) {
        case 'finished':
          return { kind: 'said' }
        case 'failed':
          return played
        default:
          return unreachable(played)
      }
    },
  }
}

/** The keys pressed on a leg. */
export function keypadOn(leg: Leg): Keypad {
  return { next: (signal) => leg.key(signal) }
}
