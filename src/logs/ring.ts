import type { Clock } from '../kernel/clock.ts'
import type { Fields, Log } from '../kernel/log.ts'
import { fieldWords } from './app-line.ts'
import { redact } from './redact.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const
type Level = (typeof levels)[number]

/** A line of the log, without personal data. */
export interface RingLine {
  /** Grows by one with each line. */
  readonly n: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly level: Level
  readonly event: string
  readonly text: string
}

/** So many of the latest lines are kept. */
const kept = 1_000
/** A line is told of as far as a screen is wide, some times over. */
const longest = 1_000

/** The latest lines of the log, for the page: held in memory, of one length, cleaned as those of app.log are. */
export class LogRing {
  readonly #clock: Pick<Clock, 'now'>
  readonly #lines: RingLine[] = []
  #count = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** The same log, whose lines of `info` and above are kept here as well. */
  over(log: Log): Log {
    return this.#over(log, {})
  }

  /** Up to `limit` of the latest lines behind line `after` that are as grave as `level`, oldest first. */
  since(after: number, limit: number, level: Level = 'info'): readonly RingLine[] {
    const lowest = levels.indexOf(level)
    const first = this.#lines[0]?.n ?? 0
    const fresh = this.#lines.slice(Math.max(0, after + 1 - first))
    return fresh.filter((line) => levels.indexOf(line.level) >= lowest).slice(-limit)
  }

  #over(log: Log, common: Fields): Log {
    const write =
      (level: Exclude<Level, 'debug'>) =>
      (event: string, message: string, fields: Fields = {}): void => {
        this.#add(level, event, message, { ...common, ...fields })
        log[level](event, message, fields)
      }
    return {
      debug: (event, message, fields) => log.debug(event, message, fields),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      child: (fields) => this.#over(log.child(fields), { ...common, ...fields }),
    }
  }

  #add(level: Level, event: string, message: string, { pii: _kept, ...open }: Fields): void {
    const words = [redact(message), ...fieldWords(open)].join(' ')
    const text = words.replace(/[\r\n\u2028\u2029]+/g, ' ').slice(0, longest)
    this.#lines.push({ n: ++this.#count, at: this.#clock.now(), level, event, text })
    if (this.#lines.length > kept) this.#lines.shift()
  }
}
