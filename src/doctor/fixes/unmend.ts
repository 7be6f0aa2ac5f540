import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { possibleFiles, reloadOf, targetOf } from '../asterisk/layout.ts'
import { blocksIn, withoutBlocks } from '../block.ts'
import type { World } from '../world.ts'
import { replaceText, textOf } from './write-file.ts'

/** A file with something of ours in it. */
export interface Ours {
  readonly file: string
  /** The names of our blocks. */
  readonly blocks: readonly string[]
  /** What makes Asterisk read the file again; absent for settings. */
  readonly reload?: string
}

/** Everything between marks of ours, wherever it may stand. */
export async function findOurs(world: World): Promise<readonly Ours[]> {
  const layout = await world.layout()
  const etc = layout.kind === 'absent' ? undefined : layout.etc
  const { file, systemFile } = world.settings
  const confs = etc === undefined ? [] : possibleFiles(etc)
  return [...new Set([...confs, file ?? systemFile])].flatMap((path) => {
    const blocks = blocksIn(textOf(path))
    const target = etc === undefined ? undefined : targetOf(etc, path)
    if (blocks.length === 0) return []
    return [{ file: path, blocks, ...(target === undefined ? {} : { reload: reloadOf(target) }) }]
  })
}

/** Takes our blocks out of a file, and a file of our own away once nothing is left in it. */
export function takeOut({ file }: Ours): void {
  const left = withoutBlocks(textOf(file))
  if (left.trim() === '' && basename(file) === 'salehi.conf') rmSync(file)
  else replaceText(file, left)
}
