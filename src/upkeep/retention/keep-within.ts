import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { beginning, type Forget, type Forgettable, forgettable, type Place } from '../../store/forget.ts'
import { becauseOf } from '../upkeep-fault.ts'
import { dropOldLogLines } from './old-log-lines.ts'
import { deleteOldRecordings } from './old-recordings.ts'
import { inPieces, type Measured } from './pieces.ts'

/** What retention works on. */
export interface RetentionParts {
  /** Of the engine's own store. */
  readonly forget: Forget
  /** AST_RECORDING_DIR and the folder of the call logs; absent = there are no files, as in a rehearsal. */
  readonly folders?: { readonly recordings: string; readonly logs: string }
  /** RETENTION_DAYS. */
  readonly days: number
  /** Whether nobody is on the phone. */
  readonly isQuiet: () => boolean
  readonly clock: Clock
  readonly log: Log
}

/** What went. */
export interface Forgotten {
  readonly rows: Readonly<Record<Forgettable, number>>
  readonly recordings: number
  readonly logLines: number
  /** The pieces in which the database was gone through. */
  readonly measured: Measured
}

const dayMs = 86_400_000
/** The start has its calls to look for first. */
const afterStartMs = 60_000
/** Then it is done while calls are up: it never holds them up for long. */
const mostPatienceMs = 6 * 3_600_000
const lookMs = 1_000

const rowsAtOnce = { first: 20, least: 1, most: 500 }
const pagesAtOnce = { first: 50, least: 1, most: 500 }
/** Free pages that stay for new rows. */
const keptPages = 256

/**
 * Deletes what is older than RETENTION_DAYS: a minute after the start and then once a day, in a moment in which nobody is
 * on the phone. A part that cannot be done is told to the log, and holds up neither the others nor the engine. Rejects
 * with the signal's reason.
 */
export async function keepWithin(parts: RetentionParts, signal: AbortSignal): Promise<never> {
  const { clock } = parts
  for (let waitMs = afterStartMs; ; waitMs = dayMs) {
    await clock.sleep(waitMs, signal)
    const until = clock.elapsed() + mostPatienceMs
    while (!parts.isQuiet() && clock.elapsed() < until) await clock.sleep(lookMs, signal)
    await forgetOld(parts, signal)
  }
}

/** Deletes now what is older than RETENTION_DAYS. */
export async function forgetOld(parts: RetentionParts, signal: AbortSignal): Promise<Forgotten> {
  const { clock, log, days, folders } = parts
  const beforeMs = clock.now() - days * dayMs
  const begunMs = clock.elapsed()
  const files =
    folders === undefined ? { recordings: 0, logLines: 0 } : await forgetFiles(parts, folders, beforeMs, signal)
  const { rows, measured } = await forgetRows(parts, beforeMs, signal)
  const forgotten = { rows, ...files, measured }
  log.info('retention.done', 'what is older than RETENTION_DAYS was deleted', {
    ...rows,
    recordings: forgotten.recordings,
    logLines: forgotten.logLines,
    days,
    tookMs: Math.round(clock.elapsed() - begunMs),
    longestPieceMs: Math.round(measured.longestMs),
  })
  return forgotten
}

async function forgetFiles(
  { clock, log }: RetentionParts,
  { recordings, logs }: NonNullable<RetentionParts['folders']>,
  beforeMs: number,
  signal: AbortSignal,
): Promise<Pick<Forgotten, 'recordings' | 'logLines'>> {
  const old = await attempted('recordings', log, signal, () => deleteOldRecordings(recordings, beforeMs, clock, signal))
  if (old !== undefined && old.refused > 0) {
    log.warn('retention.refused', 'old recordings may not be deleted by this user: give it AST_RECORDING_DIR/salehi', {
      files: old.refused,
    })
  }
  const dropped = await attempted('logs', log, signal, () => dropOldLogLines(logs, beforeMs, clock, signal))
  return { recordings: old?.deleted ?? 0, logLines: dropped?.lines ?? 0 }
}

async function forgetRows({ forget, clock, log }: RetentionParts, beforeMs: number, signal: AbortSignal) {
  const rows = Object.fromEntries(forgettable.map((what) => [what, 0])) as Record<Forgettable, number>
  let [pieces, longestMs] = [0, 0]
  const measure = (measured: Measured | undefined): void => {
    pieces += measured?.pieces ?? 0
    longestMs = Math.max(longestMs, measured?.longestMs ?? 0)
  }
  using _gently = forget.gently()
  for (const what of forgettable) {
    let place: Place = beginning
    const step = (most: number): boolean => {
      const { forgotten, next } = forget.step(what, beforeMs, place, most)
      rows[what] += forgotten
      place = next ?? place
      return next !== undefined
    }
    measure(await attempted(what, log, signal, () => inPieces(step, rowsAtOnce, clock, signal)))
  }
  const shrink = (pages: number): boolean => forget.shrink(pages, keptPages) > 0
  measure(await attempted('free pages', log, signal, () => inPieces(shrink, pagesAtOnce, clock, signal)))
  return { rows, measured: { pieces, longestMs } }
}

/** A disk that is full or a folder that may not be read: the others are done all the same, and it is tried again tomorrow. */
async function attempted<T>(
  what: string,
  log: Log,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    log.error('retention.failed', 'old data could not be deleted: check space and rights of DATA_DIR and recordings', {
      what,
      because: becauseOf(error),
    })
    return undefined
  }
}
