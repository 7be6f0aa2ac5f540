import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweepLeft, upkeepFolder } from './upkeep-folder.ts'

test('copies of the database that a killed backup or restore left are removed after a day; what was put aside stays', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'salehi-sweep-'))
  try {
    const now = Date.UTC(2026, 5, 1)
    const at = (name: string, hours: number): void => {
      const path = join(upkeepFolder(dataDir), name)
      mkdirSync(path, { recursive: true })
      writeFileSync(join(path, 'salehi.db'), 'numbers')
      utimesSync(path, now / 1_000, now / 1_000 - hours * 3_600)
    }
    for (const name of ['backup-a', 'verify-b', 'restored-c', 'replaced-d', 'laid-out-e']) at(name, 25)
    at('backup-now', 1)
    sweepLeft(dataDir, now)
    expect(readdirSync(upkeepFolder(dataDir)).toSorted()).toEqual(['backup-now', 'laid-out-e', 'replaced-d'])
  } finally {
    rmSync(dataDir, { recursive: true })
  }
})
