import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ownLike, writeWhole } from '../durable-file.ts'
import { upkeepFolder } from '../upkeep-folder.ts'

const unfinishedSchema = z.object({
  /** The executable that is replaced. */
  target: z.string(),
  /** The systemd service it runs as. */
  service: z.string().exactOptional(),
})
/** An upgrade that has begun and is not over; on the disk after one that was killed. */
export type Unfinished = z.infer<typeof unfinishedSchema>

const fileOf = (dataDir: string): string => join(upkeepFolder(dataDir), 'upgrade.json')

/** Notes that an upgrade has come so far that the old executable stands as `NAME.old`. */
export async function noteUnfinished(dataDir: string, unfinished: Unfinished): Promise<void> {
  const path = fileOf(dataDir)
  await writeWhole(path, 0o640, (file) => file.writeFile(JSON.stringify(unfinished)))
  await ownLike(path, dataDir)
}

/** The upgrade was over, one way or the other. */
export function clearUnfinished(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true })
}

/** The upgrade that was broken off; undefined where none was. */
export function findUnfinished(dataDir: string): Unfinished | undefined {
  const path = fileOf(dataDir)
  if (!existsSync(path)) return undefined
  const read = unfinishedSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  return read.success ? read.data : undefined
}
