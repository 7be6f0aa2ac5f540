import type { Fields, Log } from '../../kernel/log.ts'

/** A line as it was logged. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly event: string
  readonly message: string
  readonly fields: Fields
}

/** A log that keeps its lines for a test to read. */
export function keptLog(): { readonly log: Log; readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = []
  const child = (inherited: Fields): Log => {
    const at =
      (level: LogLine['level']): Log['info'] =>
      (event, message, fields) =>
        void lines.push({ level, event, message, fields: { ...inherited, ...fields } })
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      child: (fields) => child({ ...inherited, ...fields }),
    }
  }
  return { log: child({}), lines }
}
