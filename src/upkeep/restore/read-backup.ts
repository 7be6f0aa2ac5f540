import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readTar, type Sink, TextSink } from '../archive/tar-reader.ts'
import { backupNames, isBackupPath, type Manifest, manifestSchema } from '../backup/manifest.ts'
import { syncFolder } from '../durable-file.ts'
import { becauseOf, UpkeepFault } from '../upkeep-fault.ts'

/**
 * Reads a backup, lays its files into a folder and compares every hash. Throws {@link UpkeepFault} where anything is not
 * as it was written; what was laid out by then is no use.
 */
export async function unpackBackup(file: string, into: string, signal: AbortSignal): Promise<Manifest> {
  const last = new TextSink()
  const sinkOf = async (name: string): Promise<Sink> => {
    if (!isBackupPath(name)) throw new Error(`there is a file in it that does not belong there (${name})`)
    return name === backupNames.manifest ? last : await fileSink(join(into, name))
  }
  const read = await readTar(file, (entry) => sinkOf(entry.name), signal).catch((error: unknown) => {
    signal.throwIfAborted()
    throw unusable(file, becauseOf(error))
  })
  const manifest = manifestOf(file, last.text)
  const found = new Map(read.map((each) => [each.path, each]))
  for (const { path, size, sha256 } of manifest.files) {
    const one = found.get(path)
    if (one === undefined) throw unusable(file, `${path} is missing in it`)
    if (one.size !== size || one.sha256 !== sha256) throw unusable(file, `${path} is not as it was written`)
    found.delete(path)
  }
  found.delete(backupNames.manifest)
  const [stranger] = found.keys()
  if (stranger !== undefined) throw unusable(file, `${stranger} is not on its list`)
  if (!read.some(({ path }) => path === backupNames.database)) throw unusable(file, 'there is no database in it')
  return manifest
}

function manifestOf(file: string, text: string): Manifest {
  const parsed = manifestSchema.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw unusable(file, text === '' ? 'it has no manifest.json' : 'its manifest.json is not one this salehi knows')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no manifest
  }
}

function unusable(file: string, because: string): UpkeepFault {
  return new UpkeepFault(
    `${file} is no whole backup of salehi: ${because}. Nothing was changed; take another copy of it`,
  )
}

async function fileSink(path: string): Promise<Sink> {
  await mkdir(dirname(path), { recursive: true, mode: 0o750 })
  const file = await open(path, 'wx', 0o600)
  return {
    write: async (bytes) => void (await file.write(bytes)),
    async [Symbol.asyncDispose]() {
      await file.sync()
      await file.close()
      await syncFolder(dirname(path))
    },
  }
}
