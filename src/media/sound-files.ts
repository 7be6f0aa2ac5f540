import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import { durationMs } from './audio.ts'
import { runFfmpeg } from './ffmpeg.ts'
import { readWav } from './wav.ts'

/**
 * Endings of the installed files. 16 kHz sound must be called `.wav16`: Asterisk takes `.wav` for 8 kHz, prefers it on
 * many channels, and then fails the playback («Unexpected frequency mismatch») even where an `.alaw` lies beside it.
 */
export const soundEndings = ['wav16', 'ulaw', 'alaw'] as const

/** Everything else Asterisk would take for a recording of the same name, and on some channels rather than ours. */
const foreignEndings = [
  ...['wav', 'WAV', 'wav49', 'gsm', 'g722', 'g723', 'g726-16', 'g726-24', 'g726-32', 'g726-40', 'g729', 'ilbc', 'ogg'],
  ...['sln', 'slin', 'raw', 'sln12', 'sln16', 'sln24', 'sln32', 'sln44', 'sln48', 'sln96', 'sln192', 'opus', 'spx'],
  ...['al', 'alw', 'pcm', 'ul', 'mu', 'au', 'siren7', 'siren14', 'vox', 'mp3'],
]

/** What came of converting: how long the prompt is, or what is wrong with it (for people). */
export type Converted =
  | { readonly kind: 'converted'; readonly durationMs: number }
  | { readonly kind: 'no_ffmpeg' }
  | { readonly kind: 'not_audio'; readonly because: string }

const convertTimeoutMs = 60_000
/** A prompt shorter than this is a slip. */
const leastMs = 100

/** A new folder inside `folder` for files on their way in; moving them out of it is atomic. */
export async function stagingFolder(folder: string): Promise<string> {
  return await mkdtemp(join(folder, stagingPrefix))
}

/** Removes what an earlier installation left when it was cut short. */
export async function clearStaging(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(stagingPrefix)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

const stagingPrefix = '.salehi-incoming-'

/** Converts a recording of any kind into `<folder>/<name>.{wav16,ulaw,alaw}`. */
export async function convert(
  source: Uint8Array,
  folder: string,
  name: string,
  command: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Converted> {
  // A file, not a pipe: some containers (m4a) keep their index at the end.
  const input = join(folder, '.source')
  await Bun.write(input, source)
  const to = (ending: string): string => join(folder, `${name}.${ending}`)
  const plain = ['-map', '0:a:0', '-map_metadata', '-1', '-bitexact', '-ac', '1']
  const args = ['-nostdin', '-y', '-i', input]
  args.push(...plain, '-ar', '16000', '-c:a', 'pcm_s16le', '-f', 'wav', to('wav16'))
  args.push(...plain, '-ar', '8000', '-f', 'mulaw', to('ulaw'))
  args.push(...plain, '-ar', '8000', '-f', 'alaw', to('alaw'))
  const run = await runFfmpeg({ command, args, input: new Uint8Array(), timeoutMs: convertTimeoutMs }, clock, signal)
  await rm(input, { force: true })
  if (run.kind === 'missing') return { kind: 'no_ffmpeg' }
  if (run.kind === 'failed') return { kind: 'not_audio', because: run.because.replaceAll(input, 'the file') }
  const read = readWav(await Bun.file(to('wav16')).bytes())
  if (read.kind === 'unreadable') return { kind: 'not_audio', because: `the converted file ${read.because}` }
  const length = Math.round(durationMs(read.audio))
  if (length < leastMs) return { kind: 'not_audio', because: `it holds ${length} ms of sound` }
  return { kind: 'converted', durationMs: length }
}

/**
 * Takes other recordings of these names out of Asterisk's sight, as `<file>.old`: it would play them instead of ours
 * on some channels. Returns the paths they had.
 */
export async function setAside(folder: string, names: ReadonlySet<string>): Promise<readonly string[]> {
  const moved: string[] = []
  for (const file of (await readdir(folder)).sort()) {
    const { name, ext } = parse(file)
    if (!names.has(name) || !foreignEndings.includes(ext.slice(1))) continue
    await rename(join(folder, file), join(folder, `${file}.old`))
    moved.push(join(folder, file))
  }
  return moved
}

/** Whether a recording of that name lies in the folder in any form Asterisk plays: put there by hand. */
export async function hasSound(folder: string, name: string): Promise<boolean> {
  for (const ending of [...soundEndings, ...foreignEndings]) {
    if (await Bun.file(join(folder, `${name}.${ending}`)).exists()) return true
  }
  return false
}
