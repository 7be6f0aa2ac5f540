import { Database } from 'bun:sqlite'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../../session/ports.ts'
import { StoredLiveCalls } from '../../store/live-calls.ts'
import type { Engine } from '../engine.ts'

const pollMs = 20

/** Waits until an engine has noted so much of a call that is up that the next one could take it up from there. */
export async function untilNoted(
  { folder }: Pick<Engine, 'folder'>,
  condition: (progress: Progress) => boolean,
  signal: AbortSignal,
): Promise<void> {
  using db = new Database(join(folder, 'data/salehi.db'), { readonly: true })
  const live = new StoredLiveCalls(db)
  while (!live.all().some(condition)) await sleep(pollMs, undefined, { signal })
}
