import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import type { Clock } from '../kernel/clock.ts'
import { type Owner, ownerNamed } from './owner.ts'
import { installedSizes, readManifest } from './prompt-manifest.ts'
import {
  badName,
  type InstalledPrompt,
  installedPrompt,
  missingPrompt,
  noFfmpeg,
  noFolder,
  notAudio,
  type PromptProblem,
  type PromptReport,
} from './prompt-report.ts'
import type { PromptSource } from './prompt-source.ts'
import { convert, hasSound } from './sound-files.ts'
import { attempt, SoundFolder } from './sound-folder.ts'
import { isSoundName, soundName } from './sound-name.ts'

/** What is to be installed, and where. */
export interface PromptInstallation {
  /** Asterisk's `sounds/custom`. */
  readonly soundFolder: string
  readonly sources: readonly PromptSource[]
  /** What the scenarios play: each of these must have a source or lie in the sound folder already. */
  readonly expected: readonly { readonly scenario: string; readonly file: string }[]
  /** `ffmpeg`, or its path. */
  readonly ffmpeg: string
  /** Where the user `asterisk` is looked up: `/etc/passwd`. */
  readonly passwdFile: string
}

/** What one installation gathers. */
interface Gathering {
  readonly installed: InstalledPrompt[]
  readonly unchanged: InstalledPrompt[]
  readonly setAside: string[]
  readonly problems: PromptProblem[]
}

/** A prompt to be installed under `name`, its source read. */
interface Due {
  readonly name: string
  readonly source: PromptSource
  readonly bytes: Uint8Array
  readonly hash: string
}

/**
 * Brings every prompt to where Asterisk plays it, converting those whose source changed or whose files are not as they
 * were left. Faults are values; one bad recording stops no other, and what was installed before stays.
 */
export async function installPrompts(
  installation: PromptInstallation,
  clock: Clock,
  signal: AbortSignal,
): Promise<PromptReport> {
  const report: Gathering = { installed: [], unchanged: [], setAside: [], problems: [] }
  const owner = await ownerNamed('asterisk', installation.passwdFile)
  const root = installation.soundFolder
  const sounds = dirname(root)
  if ((await existing(sounds)) === undefined) return { ...report, problems: [noFolder(sounds)] }
  for (const [scenario, sources] of Map.groupBy(installation.sources, (source) => source.scenario)) {
    const due = await readSources(sources, report)
    await attempt(join(root, scenario), report.problems, signal, async (folder) => {
      await convertInto(folder, due, owner, installation.ffmpeg, report, clock, signal)
    })
    await keepFormer(join(root, scenario), scenario, due, report)
    const twin = await twinOf(root)
    if (twin === undefined) continue
    await attempt(join(twin, scenario), report.problems, signal, async (folder) => {
      await copyInto(folder, join(root, scenario), due, owner, report)
    })
  }
  await findMissing(installation, report.problems)
  return { ...report, problems: unrepeated(report.problems) }
}

async function convertInto(
  path: string,
  due: readonly Due[],
  owner: Owner | undefined,
  ffmpeg: string,
  report: Gathering,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  await using folder = await SoundFolder.open(path, owner)
  for (const { name, source, bytes, hash } of due) {
    const known = await folder.current(name, hash)
    if (known !== undefined) {
      report.unchanged.push(installedPrompt(source.scenario, name, known.durationMs))
      continue
    }
    const converted = await convert(bytes, await folder.staging(), name, ffmpeg, clock, signal)
    if (converted.kind === 'converted') {
      await folder.place(name, hash, converted.durationMs)
      report.installed.push(installedPrompt(source.scenario, name, converted.durationMs))
      continue
    }
    const { kind } = converted
    report.problems.push(kind === 'no_ffmpeg' ? noFfmpeg(ffmpeg) : notAudio(source.origin, converted.because))
  }
  report.setAside.push(...(await folder.close()))
}

/** The language folder's copy: Asterisk looks there first, so an old sound in it would win. */
async function copyInto(
  path: string,
  from: string,
  due: readonly Due[],
  owner: Owner | undefined,
  report: Gathering,
): Promise<void> {
  const made = await readManifest(from)
  await using folder = await SoundFolder.open(path, owner)
  for (const { name } of due) {
    const entry = made.get(name)
    if (entry === undefined || (await folder.current(name, entry.source)) !== undefined) continue
    await folder.copy(name, from)
    await folder.place(name, entry.source, entry.durationMs)
  }
  report.setAside.push(...(await folder.close()))
}

/** Prompts that could not be made anew are still played as they were installed before, if they were. */
async function keepFormer(path: string, scenario: string, due: readonly Due[], report: Gathering): Promise<void> {
  const former = await readManifest(path)
  const done = new Set([...report.installed, ...report.unchanged].map((prompt) => prompt.sound))
  for (const { name } of due) {
    const entry = former.get(name)
    if (entry === undefined || done.has(soundName(scenario, name))) continue
    if ((await installedSizes(path, name)).includes(0)) continue
    report.unchanged.push(installedPrompt(scenario, name, entry.durationMs))
  }
}

async function readSources(sources: readonly PromptSource[], report: Gathering): Promise<readonly Due[]> {
  const due: Due[] = []
  for (const source of sources) {
    const { name } = parse(source.file)
    if (!isSoundName(name) || !isSoundName(source.scenario)) {
      report.problems.push(badName(source.origin))
      continue
    }
    try {
      const bytes = await source.bytes()
      due.push({ name, source, bytes, hash: createHash('sha256').update(bytes).digest('hex') })
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error)
      report.problems.push(missingPrompt(source.scenario, source.file, because))
    }
  }
  return due
}

async function findMissing(installation: PromptInstallation, problems: PromptProblem[]): Promise<void> {
  const have = new Set(installation.sources.map((source) => `${source.scenario}/${parse(source.file).name}`))
  for (const { scenario, file } of installation.expected) {
    const { name } = parse(file)
    if (have.has(`${scenario}/${name}`)) continue
    if (await hasSound(join(installation.soundFolder, scenario), name)) continue
    problems.push(missingPrompt(scenario, file, undefined))
  }
}

/** `sounds/en/custom` beside `sounds/custom`, where it exists and is not the same folder under another name. */
async function twinOf(root: string): Promise<string | undefined> {
  const twin = join(dirname(root), 'en', parse(root).base)
  const real = await existing(twin)
  return real === undefined || real === (await existing(root)) ? undefined : twin
}

/** Where the path really leads; undefined when there is nothing. */
async function existing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch {
    return undefined
  }
}

function unrepeated(problems: readonly PromptProblem[]): readonly PromptProblem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()]
}
