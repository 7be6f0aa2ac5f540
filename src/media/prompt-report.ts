import { soundName } from './sound-name.ts'

/** A prompt Asterisk can play now. */
export interface InstalledPrompt {
  readonly scenario: string
  /** Without ending. */
  readonly name: string
  /** After `sound:`, as in `custom/sina/hello`. */
  readonly sound: string
  readonly durationMs: number
}

/** What can be wrong with prompts; `missing` means a scenario plays a prompt nobody recorded. */
export const promptFaults = ['no_ffmpeg', 'no_folder', 'no_permission', 'missing', 'not_audio', 'bad_name'] as const
export type PromptFault = (typeof promptFaults)[number]

/** Something a person must put right: what, where, and what to do, in one message. */
export interface PromptProblem {
  readonly kind: PromptFault
  readonly message: string
}

/** What an installation did. */
export interface PromptReport {
  readonly installed: readonly InstalledPrompt[]
  readonly unchanged: readonly InstalledPrompt[]
  /** Recordings found under the same names that Asterisk would have played instead; each is now `<path>.old`. */
  readonly setAside: readonly string[]
  readonly problems: readonly PromptProblem[]
}

/** Length of every playable prompt in ms by sound name (`custom/sina/hello`): what a playback may take. */
export function promptDurations(report: PromptReport): ReadonlyMap<string, number> {
  return new Map([...report.unchanged, ...report.installed].map((prompt) => [prompt.sound, prompt.durationMs]))
}

/** A prompt of a report. */
export function installedPrompt(scenario: string, name: string, durationMs: number): InstalledPrompt {
  return { scenario, name, sound: soundName(scenario, name), durationMs }
}

const again = 'then run `salehi prompts`'

/** ffmpeg is not on this box. */
export function noFfmpeg(command: string): PromptProblem {
  const install = '`sudo apt-get install ffmpeg` (Debian, Ubuntu) or `sudo dnf install ffmpeg` (Rocky, Alma)'
  const message = `${command} was not found, so the prompts cannot be converted for Asterisk: install it with ${install}, ${again}`
  return { kind: 'no_ffmpeg', message }
}

/** Asterisk's folder of sounds is not there. */
export function noFolder(folder: string): PromptProblem {
  const message = `${folder} does not exist: set AST_SOUND_DIR to the folder \`custom\` inside Asterisk's folder of sounds, ${again}`
  return { kind: 'no_folder', message }
}

/** The folder cannot be written; `because` only where it is not simply forbidden. */
export function noPermission(folder: string, because: string | undefined): PromptProblem {
  const what = because === undefined ? 'is not allowed to this user' : `failed (${because})`
  const remedy =
    because === undefined
      ? `run \`sudo mkdir -p ${folder} && sudo chown -R asterisk:asterisk ${folder}\`, ${again}; or run \`sudo salehi prompts\``
      : `put that right, ${again}`
  return { kind: 'no_permission', message: `writing prompts to ${folder} ${what}: ${remedy}` }
}

/** A scenario plays it, and there is no recording of it. */
export function missingPrompt(scenario: string, file: string, because: string | undefined): PromptProblem {
  const why = because === undefined ? 'no recording of it was found' : `it could not be read (${because})`
  const message = `prompt ${scenario}/${file}: ${why}: put one at assets/audio/${scenario}/${file} beside the salehi executable, ${again}`
  return { kind: 'missing', message }
}

/** The recording is not sound. */
export function notAudio(origin: string, because: string): PromptProblem {
  const message = `${origin} is not a recording ffmpeg can read (${because}): replace it with a playable MP3, ${again}`
  return { kind: 'not_audio', message }
}

/** Asterisk could not be asked to play a file of that name. */
export function badName(origin: string): PromptProblem {
  const message = `${origin} has a name Asterisk cannot be given: use letters, digits, - and _ only in the names of the file and its folder, ${again}`
  return { kind: 'bad_name', message }
}
