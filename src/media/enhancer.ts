import type { Audio } from './audio.ts'

/** Makes a recording easier to understand. Never throws but the signal's reason; what it cannot do it leaves undone. */
export interface Enhancer {
  /**
   * The audio for the recogniser: cleaned when that was done in time, else as it came.
   * `name` is the recording's, below the recording folder and without ending; the cleaned copy is kept under it.
   */
  enhance(name: string, audio: Audio, signal: AbortSignal): Promise<Audio>
}

/** Leaves every recording as it is (`ENHANCE=off`). */
export const plainEnhancer: Enhancer = { enhance: async (_name, audio) => audio }
