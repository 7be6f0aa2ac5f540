import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { handOver, isDenied, type Owner } from './owner.ts'
import { type InstalledEntry, installedSizes, manifestName, manifestText, readManifest } from './prompt-manifest.ts'
import { noPermission, type PromptProblem } from './prompt-report.ts'
import { clearStaging, setAside, soundEndings, stagingFolder } from './sound-files.ts'

const fileMode = 0o644
const folderMode = 0o755

/** One scenario's folder of installed sounds. Nothing is written as long as everything in it is as it was left. */
export class SoundFolder implements AsyncDisposable {
  readonly #path: string
  readonly #owner: Owner | undefined
  readonly #manifest: Map<string, InstalledEntry>
  #staging: string | undefined
  #changed = false

  private constructor(path: string, owner: Owner | undefined, manifest: Map<string, InstalledEntry>) {
    this.#path = path
    this.#owner = owner
    this.#manifest = manifest
  }

  static async open(path: string, owner: Owner | undefined): Promise<SoundFolder> {
    const made = await mkdir(path, { recursive: true })
    if (made !== undefined) {
      await handOver(path, folderMode, owner)
      if (made !== path) await handOver(made, folderMode, owner)
    }
    await clearStaging(path)
    return new SoundFolder(path, owner, await readManifest(path))
  }

  /** What is installed under the name, when it was made from that source and its files are untouched. */
  async current(name: string, source: string): Promise<InstalledEntry | undefined> {
    const entry = this.#manifest.get(name)
    if (entry?.source !== source) return undefined
    const sizes = await installedSizes(this.#path, name)
    return sizes.every((size, i) => size > 0 && size === entry.sizes[i]) ? entry : undefined
  }

  /** The folder files are made in before {@link place} moves them. */
  async staging(): Promise<string> {
    this.#staging ??= await stagingFolder(this.#path)
    return this.#staging
  }

  /** Copies a prompt's files from another folder into the staging folder. */
  async copy(name: string, from: string): Promise<void> {
    const staging = await this.staging()
    for (const ending of soundEndings)
      await copyFile(join(from, `${name}.${ending}`), join(staging, `${name}.${ending}`))
  }

  /** Moves a prompt's files from the staging folder to where Asterisk plays them. */
  async place(name: string, source: string, durationMs: number): Promise<void> {
    const staging = await this.staging()
    for (const ending of soundEndings) {
      const file = `${name}.${ending}`
      await handOver(join(staging, file), fileMode, this.#owner)
      await rename(join(staging, file), join(this.#path, file))
    }
    this.#manifest.set(name, { source, durationMs, sizes: await installedSizes(this.#path, name) })
    this.#changed = true
  }

  /** Writes down what is installed and takes other recordings of the same names out of the way; returns their paths. */
  async close(): Promise<readonly string[]> {
    if (this.#changed) {
      const file = join(await this.staging(), manifestName)
      await Bun.write(file, manifestText(this.#manifest))
      await handOver(file, fileMode, this.#owner)
      await rename(file, join(this.#path, manifestName))
      this.#changed = false
    }
    return await setAside(this.#path, new Set(this.#manifest.keys()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#staging !== undefined) await rm(this.#staging, { recursive: true, force: true })
  }
}

/** Works in a folder; what the operating system refuses becomes a problem that names the folder and the remedy. */
export async function attempt(
  folder: string,
  problems: PromptProblem[],
  signal: AbortSignal,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  try {
    await work(folder)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (!(error instanceof Error && 'code' in error)) throw error // not the operating system's: a bug of ours
    problems.push(noPermission(folder, isDenied(error) ? undefined : error.message))
  }
}
