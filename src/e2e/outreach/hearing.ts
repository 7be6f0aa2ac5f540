import { heardPrompts, type PromptFile } from '../rig/heard-prompts.ts'
import type { CarrierCall } from '../rig/journal.ts'
import { type Stretch, side, stretches } from '../rig/stretches.ts'
import { readWav } from '../rig/wav.ts'
import type { Campaign } from './campaign.ts'
import { heardInWords, type KnownSound } from './heard-in-words.ts'
import { longestWaitMs } from './longest-wait.ts'

/** What a customer or an operator heard. */
export interface Hearing {
  /** In the words of {@link heardInWords}. */
  readonly words: readonly string[]
  /** The longest they waited for us to react to their own words. */
  readonly waitedMs: number
  /** Every sound of both sides with its time. */
  readonly times: string
}

/** Listens to a leg's recording: our prompts and every voice there is. */
export async function hearingOf(campaign: Campaign, leg: CarrierCall, signal: AbortSignal): Promise<Hearing> {
  const { rig } = campaign.box
  const file = await rig.carrier.recording(leg, signal)
  const voices = rig.clips.map(({ name, file: clip }) => ({ name: `«${name}»`, file: clip }))
  const heard = await heardPrompts(file, [...campaign.prompts, ...voices])
  const sounds = new Map([...(await knownSounds(campaign.prompts, false)), ...(await knownSounds(voices, true))])
  const says = stretches(await side(file, 'says'))
  return {
    words: heardInWords(heard, sounds),
    waitedMs: longestWaitMs(says, heard.found),
    times: timesOf([...heard.found, ...says.map((one) => ({ ...one, name: 'own voice' }))]),
  }
}

/** What there is to be heard of each of these files, by its name. */
export async function knownSounds(
  files: readonly PromptFile[],
  isVoice: boolean,
): Promise<ReadonlyMap<string, KnownSound>> {
  const known = await Promise.all(
    files.map(async ({ name, file }) => {
      const sounding = stretches(readWav(await Bun.file(file).bytes()))
      return [name, { startMs: sounding[0]?.startMs ?? 0, endMs: sounding.at(-1)?.endMs ?? 0, isVoice }] as const
    }),
  )
  return new Map(known)
}

function timesOf(sounds: readonly (Stretch & { readonly name: string })[]): string {
  const told = sounds.map(({ startMs, endMs, name }) => ({
    startMs,
    text: `${seconds(startMs)}-${seconds(endMs)} ${name}`,
  }))
  return told
    .sort((one, other) => one.startMs - other.startMs)
    .map(({ text }) => text)
    .join(', ')
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(2)
