/** What a log line may carry. Personal data (numbers, transcripts) only under `pii`, which no console or app.log shows. */
export interface Fields {
  readonly [name: string]: unknown
  readonly pii?: Readonly<Record<string, string | number | undefined>>
}

/** A logger handed down, never reached for. `event` is a stable name (`call.answered`), `message` a static sentence. */
export interface Log {
  debug(event: string, message: string, fields?: Fields): void
  info(event: string, message: string, fields?: Fields): void
  /** We coped. */
  warn(event: string, message: string, fields?: Fields): void
  /** A person must act. */
  error(event: string, message: string, fields?: Fields): void
  /** The same log with fields on every line. */
  child(fields: Fields): Log
}

/** A log nobody reads, for tests. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
}
