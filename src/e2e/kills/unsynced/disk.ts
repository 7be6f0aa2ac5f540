import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../../../kernel/random.ts'
import type { FileEvent } from './trace.ts'

/** What becomes of writes no sync had confirmed. */
export const losses = ['all lost', 'some lost', 'last one torn', 'none lost'] as const
export type Loss = (typeof losses)[number]

type Change = Extract<FileEvent, { readonly kind: 'written' | 'cut' }>

interface OnDisk {
  /** As of the last sync. */
  durable: Buffer
  /** Since then, in order. */
  pending: Change[]
}

const sector = 512

/** A disk with a cache: a write is sure once its file was synced. Making and removing a file is sure at once. */
export class Disk {
  readonly #files = new Map<string, OnDisk>()

  /** Follows the process one step. */
  apply(event: FileEvent): void {
    switch (event.kind) {
      case 'made':
        if (!this.#files.has(event.file)) this.#files.set(event.file, { durable: Buffer.alloc(0), pending: [] })
        return
      case 'removed':
        this.#files.delete(event.file)
        return
      case 'written':
      case 'cut':
        this.#file(event.file).pending.push(event)
        return
      case 'synced': {
        const file = this.#file(event.file)
        file.durable = changed(file.durable, file.pending)
        file.pending = []
        return
      }
      case 'said':
        return
      default:
        event satisfies never
    }
  }

  /** Lays the files as they are found after the power failed now. */
  layAfterCrash(folder: string, loss: Loss, random: Random): void {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    for (const [name, { durable, pending }] of this.#files) {
      writeFileSync(join(folder, name), changed(durable, survivors(pending, loss, random)))
    }
  }

  /** How many writes are not sure now. */
  get unsure(): number {
    return [...this.#files.values()].reduce((sum, { pending }) => sum + pending.length, 0)
  }

  #file(name: string): OnDisk {
    const file = this.#files.get(name)
    if (file === undefined) throw new Error(`${name} is written to and was never made`)
    return file
  }
}

function survivors(pending: readonly Change[], loss: Loss, random: Random): readonly Change[] {
  switch (loss) {
    case 'all lost':
      return []
    case 'none lost':
      return pending
    case 'some lost':
      return pending
        .filter(() => random() < 0.5)
        .map((change) => (random() < 0.2 ? torn(change, random, sector) : change))
    case 'last one torn':
      return pending.map((change, at) => (at === pending.length - 1 ? torn(change, random, 1) : change))
    default:
      return loss satisfies never
  }
}

/** Only the first part of a write reached the disk. */
function torn(change: Change, random: Random, unit: number): Change {
  if (change.kind === 'cut') return change
  const units = Math.ceil(change.bytes.length / unit)
  return { ...change, bytes: change.bytes.subarray(0, Math.floor(random() * units) * unit) }
}

function changed(before: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return before
  const most = Math.max(
    before.length,
    ...changes.map((one) => (one.kind === 'cut' ? one.size : one.at + one.bytes.length)),
  )
  const bytes = Buffer.alloc(most)
  before.copy(bytes)
  let size = before.length
  for (const change of changes) {
    if (change.kind === 'cut') {
      if (change.size < size) bytes.fill(0, change.size, size)
      size = change.size
    } else {
      bytes.set(change.bytes, change.at)
      if (change.bytes.length > 0) size = Math.max(size, change.at + change.bytes.length)
    }
  }
  return bytes.subarray(0, size)
}
