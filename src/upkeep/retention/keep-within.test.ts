import { expect, test } from 'bun:test'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { silentLog } from '../../kernel/log.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import { openDatabase } from '../../store/database.ts'
import { Forget } from '../../store/forget.ts'
import { forgetOld, keepWithin } from './keep-within.ts'
import { dropOldLogLines } from './old-log-lines.ts'

const dayMs = 86_400_000
const now = Date.UTC(2026, 5, 1)
/** Time that does not pass by itself: rests are over at once. */
const instantly: Clock = { now: () => now, elapsed: () => systemClock.elapsed(), sleep: () => Promise.resolve() }
const signal = new AbortController().signal

async function house(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-keep-'))
  try {
    for (const folder of ['recordings/salehi', 'recordings/enhanced/salehi', 'recordings/other', 'logs']) {
      mkdirSync(join(dir, folder), { recursive: true })
    }
    await work(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

function aged(path: string, days: number): string {
  writeFileSync(path, 'sound')
  utimesSync(path, now / 1_000, (now - days * dayMs) / 1_000)
  return path
}

const line = (days: number, text: string): string => `${new Date(now - days * dayMs).toISOString()} | ${text}\n`

test('recordings and their cleaned copies go when they are old, and nothing else in that folder', async () => {
  await house(async (dir) => {
    const at = (name: string): string => join(dir, 'recordings', name)
    const old = [aged(at('salehi/a-1.wav'), 91), aged(at('enhanced/salehi/a-1.wav'), 91)]
    const kept = [
      aged(at('salehi/b-1.wav'), 89),
      aged(at('enhanced/salehi/b-1.wav'), 89),
      aged(at('other/theirs.wav'), 400),
      aged(at('theirs.wav'), 400),
    ]
    using db = openDatabase(join(dir, 'salehi.db'))
    const done = await forgetOld(
      {
        forget: new Forget(db),
        folders: { recordings: join(dir, 'recordings'), logs: join(dir, 'logs') },
        days: 90,
        isQuiet: () => true,
        clock: instantly,
        log: silentLog,
      },
      signal,
    )
    expect(done.recordings).toBe(2)
    expect(old.filter(existsSync)).toEqual([])
    expect(kept.filter(existsSync)).toEqual(kept)
  })
})

test('old lines leave the logs of numbers and words; what is written meanwhile stays, and so does the mode', async () => {
  await house(async (dir) => {
    const logs = join(dir, 'logs')
    const path = join(logs, 'hangups.log')
    writeFileSync(path, line(200, 'old').repeat(3_000) + line(1, 'young').repeat(2_000), { mode: 0o640 })
    writeFileSync(join(logs, 'positive_stt.log.2'), line(91, 'old'))
    writeFileSync(join(logs, 'app.log'), line(400, 'no personal data, rotated by size'))
    aged(join(logs, 'app.log.3'), 91)
    let rests = 0
    const busy: Clock = {
      ...instantly,
      sleep: () => {
        if (++rests === 2) appendFileSync(path, line(0, 'meanwhile'))
        return Promise.resolve()
      },
    }
    expect(await dropOldLogLines(logs, now - 90 * dayMs, busy, signal)).toEqual({ lines: 3_001, files: 1 })
    expect(readFileSync(path, 'utf8')).toBe(line(1, 'young').repeat(2_000) + line(0, 'meanwhile'))
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(existsSync(join(logs, 'positive_stt.log.2'))).toBe(false)
    expect(existsSync(join(logs, 'app.log'))).toBe(true)
  })
})

test('it waits a minute after the start and then a day, and for a moment in which nobody is on the phone', async () => {
  await house(async (dir) => {
    using db = openDatabase(join(dir, 'salehi.db'))
    const clock = new TestClock(now)
    const told: string[] = []
    let quiet = false
    const stop = new AbortController()
    const keeping = keepWithin(
      {
        forget: new Forget(db),
        folders: { recordings: join(dir, 'recordings'), logs: join(dir, 'logs') },
        days: 90,
        isQuiet: () => quiet,
        clock,
        log: { ...silentLog, info: (event) => void told.push(event) },
      },
      stop.signal,
    ).catch((error: unknown) => error)
    await clock.advance(120_000)
    expect(told).toEqual([])
    quiet = true
    const doneMs = await untilTold(clock, told, 1)
    expect(doneMs).toBeLessThan(300_000)
    await clock.advance(dayMs - 300_000)
    expect(told).toHaveLength(1)
    await untilTold(clock, told, 2)
    stop.abort(new Error('the engine ends'))
    expect(await keeping).toBe(stop.signal.reason)
  })
})

/** Lets time pass, and what waits for the disk have its turn, until so much was told; how long that took. */
async function untilTold(clock: TestClock, told: readonly string[], times: number): Promise<number> {
  const begunMs = clock.elapsed()
  while (told.length < times) {
    await clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return clock.elapsed() - begunMs
}
