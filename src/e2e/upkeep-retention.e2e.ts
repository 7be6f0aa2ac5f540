import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../kernel/clock.ts'
import { silentLog } from '../kernel/log.ts'
import { openDatabase } from '../store/database.ts'
import { Forget } from '../store/forget.ts'
import { forgetOld } from '../upkeep/retention/keep-within.ts'
import { fillStore } from './upkeep/old-store.ts'

const limitMs = 180_000
setDefaultTimeout(limitMs)

/** The engine writes on the thread the pieces run on: so long a write of its own may have to wait. */
const mostHeldMs = 50
/** Of a thousand turns so many may be late for reasons of the machine's: other programs, the disk. */
const mostLate = 5

test('with 200,000 calls in the store what is old goes in pieces of a few milliseconds, what is owed stays, and the engine writes meanwhile', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-retention-'))
  try {
    mkdirSync(join(dir, 'logs'))
    const path = join(dir, 'salehi.db')
    {
      // As a new store is made; one of before gives no room back.
      using made = new Database(path)
      made.run('PRAGMA auto_vacuum = INCREMENTAL')
      made.run('VACUUM')
    }
    using db = openDatabase(path)
    const [calls, old, owedEvery] = [200_000, 15_000, 500]
    fillStore(db, { calls, old, owedEvery, beforeMs: Date.now() - 90 * 86_400_000 })
    db.run('PRAGMA wal_checkpoint(TRUNCATE)')
    const sizeBefore = statSync(path).size

    const lateness: number[] = []
    const stop = new AbortController()
    const writing = (async () => {
      for (let n = 0; !stop.signal.aborted; n++) {
        const dueMs = performance.now() + 1
        await sleep(1)
        lateness.push(performance.now() - dueMs)
        if (n % 20 === 0) db.run(`INSERT OR REPLACE INTO meta (key, value) VALUES ('beat', '${n}')`)
      }
    })()
    const parts = {
      forget: new Forget(db),
      folders: { recordings: dir, logs: join(dir, 'logs') },
      days: 90,
      isQuiet: () => true,
    }
    const begunMs = performance.now()
    const done = await forgetOld({ ...parts, clock: systemClock, log: silentLog }, new AbortController().signal)
    const tookMs = performance.now() - begunMs
    stop.abort()
    await writing

    const owed = old / owedEvery
    expect(done.rows).toMatchObject({ calls: old - owed, reports: old - owed, attempts: old, contacts: old - owed })
    const left = (table: string) => db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get()?.n
    expect([left('calls'), left('do_not_call')]).toEqual([calls - old + owed, calls / 100])
    expect(statSync(path).size).toBeLessThan(sizeBefore)
    const late = lateness.filter((ms) => ms > mostHeldMs).length
    const sorted = lateness.toSorted((one, other) => one - other)
    const at = (share: number): string => `${sorted[Math.floor(sorted.length * share)]?.toFixed(1)} ms`
    console.log(
      `retention: ${old} of ${calls} calls in ${(tookMs / 1_000).toFixed(1)} s, ${done.measured.pieces} pieces, the longest ${done.measured.longestMs.toFixed(1)} ms; a turn of the loop late by ${at(0.5)} (median), ${at(0.99)} (p99), ${at(0.999)} (p99.9), ${late} of ${lateness.length} over ${mostHeldMs} ms`,
    )
    expect(late / lateness.length).toBeLessThan(mostLate / 1_000)
  } finally {
    rmSync(dir, { recursive: true })
  }
})
