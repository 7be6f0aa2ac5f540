import { Glob } from 'bun'

/** A file the executable carries: its path in the repository and its content. */
export interface EmbeddedFile {
  /** `scenarios/sina/sina.yaml`, `assets/audio/sina/hello.mp3` */
  readonly path: string
  bytes(): Promise<Uint8Array>
}

/** What the executable carries. */
export const embeddedGlobs = ['scenarios/**/*.yaml', 'assets/audio/*/*.mp3'] as const

/**
 * The files this program brings along. Run from the source tree they are read from it; the build replaces this module
 * by one that holds them inside the executable.
 */
export async function embeddedFiles(): Promise<readonly EmbeddedFile[]> {
  const root = `${import.meta.dir}/../..`
  const files: EmbeddedFile[] = []
  for (const pattern of embeddedGlobs) {
    for await (const path of new Glob(pattern).scan(root)) {
      files.push({ path, bytes: () => Bun.file(`${root}/${path}`).bytes() })
    }
  }
  return files.toSorted((one, other) => one.path.localeCompare(other.path))
}
