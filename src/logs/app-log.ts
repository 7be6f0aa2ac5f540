import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { getRotatingFileSink } from '@logtape/file'
import type { LogLevel, LogRecord, Sink, TextFormatter } from '@logtape/logtape'
import type { Clock } from '../kernel/clock.ts'
import type { Fields, Log } from '../kernel/log.ts'
import { appLineFormatter } from './app-line.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const

/** How grave a line must be to be kept. */
export type Level = (typeof levels)[number]

export interface AppLogOptions {
  /** Lines below it are dropped. */
  readonly level: Level
  /** Takes each line, with its line end; the journal or a terminal. */
  readonly console: (line: string) => void
  /** Folder of `app.log`; absent = console only. Made when missing. */
  readonly dir?: string
  /** Zone of the timestamps; absent = the machine's. */
  readonly timezone?: string
  readonly clock: Clock
}

/** The engine's log; disposing writes out what is still in memory. */
export interface AppLog extends AsyncDisposable {
  readonly log: Log
}

/**
 * Opens the log: console and `app.log` (5 MB, 5 backups), both without personal data. A folder that cannot be written
 * costs the file, not the engine: the console then says so.
 */
export function openAppLog(options: AppLogOptions): AppLog {
  const formatter = appLineFormatter(options.timezone)
  const sinks: Sink[] = [(record) => options.console(formatter(record))]
  const file = options.dir === undefined ? undefined : openFile(options.dir, formatter)
  if (file?.sink !== undefined) sinks.push(file.sink)
  const log = sinkLog(sinks, options.level, options.clock, {})
  if (file?.because !== undefined) {
    const dir = options.dir
    log.error('logs.unwritable', 'The log folder cannot be written: give this user the right to it.', {
      dir,
      because: file.because,
    })
  }
  return {
    log,
    async [Symbol.asyncDispose]() {
      await file?.sink?.[Symbol.asyncDispose]()
    },
  }
}

function openFile(
  dir: string,
  formatter: TextFormatter,
): { readonly sink?: Sink & AsyncDisposable; readonly because?: string } {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o750 })
    // Written behind our back once a second: a slow disk must not hold up a call.
    const behind = { formatter, nonBlocking: true, flushInterval: 1_000 } as const
    const sink = getRotatingFileSink(join(dir, 'app.log'), { maxSize: 5 * 1024 * 1024, maxFiles: 5, ...behind })
    // The library's first overload hides that a non-blocking sink is disposed asynchronously.
    return { sink: sink as Sink as Sink & AsyncDisposable }
  } catch (error) {
    return { because: (error as Error).message }
  }
}

/** A {@link Log} straight into sinks: LogTape's process-wide registry is left out, so two logs never mix. */
function sinkLog(sinks: readonly Sink[], lowest: Level, clock: Clock, common: Fields): Log {
  const write =
    (level: Level) =>
    (event: string, message: string, fields: Fields = {}): void => {
      if (levels.indexOf(level) < levels.indexOf(lowest)) return
      const { pii: _kept, ...open } = { ...common, ...fields }
      const record: LogRecord = {
        category: ['salehi'],
        level: level === 'warn' ? 'warning' : (level satisfies LogLevel),
        message: [message],
        rawMessage: message,
        timestamp: clock.now(),
        properties: { ...open, event },
      }
      for (const sink of sinks) sink(record)
    }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => sinkLog(sinks, lowest, clock, { ...common, ...fields }),
  }
}
