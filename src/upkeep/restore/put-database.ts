import { existsSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crashPoint } from '../../kernel/crash-point.ts'
import { settleDatabase } from '../database-copy.ts'
import { ownLike, syncFile, syncFolder } from '../durable-file.ts'

/**
 * Puts a settled database in the place of another, at one stroke, and keeps the other in the folder `aside`. Nobody may
 * use either. However it is broken off, there is a whole database in the place.
 */
export async function putDatabase(made: string, place: string, aside: string): Promise<void> {
  await chmod(made, 0o640)
  await syncFile(made)
  if (existsSync(place)) {
    await ownLike(made, place)
    await keepAside(place, aside)
    crashPoint('upkeep.database.aside')
  } else await ownLike(made, dirname(place))
  renameSync(made, place)
  crashPoint('upkeep.database.placed')
  await syncFolder(dirname(place))
}

async function keepAside(place: string, aside: string): Promise<void> {
  mkdirSync(aside, { recursive: true, mode: 0o750 })
  const settled = settleDatabase(place)
  const sides = settled ? [] : ['-wal', '-shm'].filter((side) => existsSync(place + side))
  // A second name, so that the place is never empty.
  for (const side of ['', ...sides]) linkSync(place + side, join(aside, `salehi.db${side}`))
  await syncFolder(aside)
  // SQLite would take the changes of the old one for those of the new one. The old one is damaged as it is.
  for (const side of ['-wal', '-shm']) rmSync(place + side, { force: true })
}
