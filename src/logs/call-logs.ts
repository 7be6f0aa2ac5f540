import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CallRecord, Turn } from '../domain/record.ts'
import type { Log } from '../kernel/log.ts'
import { causeText } from './cause-text.ts'
import { RotatingFile } from './rotating-file.ts'

/** The files that hold numbers and transcripts by design; not for support bundles. */
export const callLogNames = ['hangups', 'userdrop', 'positive_stt', 'negative_stt', 'unknown_stt'] as const
export type CallLogName = (typeof callLogNames)[number]

/** Lines `time | …` per call for the people who listen after the day's work. */
export interface CallLogs {
  /** Adds what a call left behind. Never throws: a full disk is told to the log, the call is in the store. */
  write(record: CallRecord): void
}

export interface CallLogsOptions {
  readonly dir: string
  /** Zone of the timestamps. */
  readonly timezone: string
  readonly log: Log
  /** Size at which a file turns over, default 5 MB. */
  readonly maxBytes?: number
}

/** Opens the five files below `dir` (made when missing), mode 0640, each 5 MB with 5 backups. */
export function openCallLogs({ dir, timezone, log, maxBytes = 5 * 1024 * 1024 }: CallLogsOptions): CallLogs {
  const file = (name: CallLogName): RotatingFile => new RotatingFile(join(dir, `${name}.log`), { maxBytes, backups: 5 })
  const guarded = (work: () => void): void => {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o750 })
      work()
    } catch (error) {
      const because = (error as NodeJS.ErrnoException).code
      log.error('call_logs.unwritable', 'The call logs cannot be written: check space and rights of their folder.', {
        dir,
        because,
      })
    }
  }
  return {
    write(record) {
      guarded(() => {
        const lines = callLines(record, timezone)
        for (const name of callLogNames) if (lines[name].length > 0) file(name).append(lines[name])
      })
    },
  }
}

/** What a call writes into each file; a transcript can neither start a line nor add a column. */
export function callLines(record: CallRecord, timezone: string): Readonly<Record<CallLogName, readonly string[]>> {
  const lines: Record<CallLogName, string[]> = {
    hangups: [hangupLine(record, timezone)],
    userdrop: record.answeredAt !== undefined && record.endedBy === 'them' ? [dropLine(record, timezone)] : [],
    positive_stt: [],
    negative_stt: [],
    unknown_stt: [],
  }
  for (const turn of record.turns) {
    if (turn.transcript.trim() === '') continue
    lines[logOf(turn)].push(row(turn.at, timezone, record.id, turn.intent, turn.transcript))
  }
  return lines
}

/** The middle file is for all that is neither yes nor no: the intent's column tells which. */
function logOf(turn: Turn): 'positive_stt' | 'negative_stt' | 'unknown_stt' {
  if (turn.intent === 'yes') return 'positive_stt'
  return turn.intent === 'no' || turn.intent === 'remove_me' ? 'negative_stt' : 'unknown_stt'
}

function hangupLine(record: CallRecord, timezone: string): string {
  const { cause } = record.hangup ?? {}
  const [code, text] = cause === undefined ? ['-', '-'] : [String(cause), causeText(cause)]
  return row(record.endedAt, timezone, record.id, record.contact.phone, 'customer', code, text, outcomeText(record))
}

function dropLine(record: CallRecord, timezone: string): string {
  const answered = `answer to hang-up ${secondsText(record.endedAt - (record.answeredAt ?? record.endedAt))}`
  const yes = `yes to hang-up ${record.yesToHangupMs === undefined ? '-' : secondsText(record.yesToHangupMs)}`
  return row(record.endedAt, timezone, record.id, record.contact.phone, answered, yes, outcomeText(record))
}

function outcomeText({ outcome: { disposition, reason, detail } }: CallRecord): string {
  const more = reason ?? detail
  return more === undefined ? disposition : `${disposition} (${more})`
}

function secondsText(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function row(at: number, timezone: string, ...cells: readonly string[]): string {
  return [timestamp(at, timezone), ...cells.map(oneCell)].join(' | ')
}

function timestamp(at: number, timezone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone)
  return zoned.toString({ timeZoneName: 'never', fractionalSecondDigits: 3 })
}

/** One line and one column: control characters and line separators become spaces, the column sign a slash. */
function oneCell(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll('|', '/')
    .trim()
}
