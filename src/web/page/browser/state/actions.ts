import type { LogLine } from '../../../api/contract.ts'
import type { Language } from '../language/format.ts'
import type { CallFilter, Model, Question, Theme } from './model.ts'

/** What a person may do on the page; the views call these and nothing else. */
export interface Actions {
  /** Goes to a path of this page, and puts the focus at its beginning. */
  go(path: string): void
  speak(language: Language): void
  paint(theme: Theme): void
  openMenu(open: boolean): void
  login(password: string): void
  showPassword(shown: boolean): void
  logout(everywhere: boolean): void
  connectNow(): void
  ask(question: Question | undefined): void
  pause(because: string): void
  resume(): void
  showLevel(level: LogLine['level']): void
  /** `undefined` is today, which moves on by itself. */
  showDay(day: string | undefined): void
  pointAt(bucket: number | undefined): void
  filterCalls(change: Partial<CallFilter>): void
  moreCalls(): void
  retry(): void
  showLine(line: number): void
  playPlain(recording: number, plain: boolean): void
  playerBroke(recording: number): void
  searchNumber(about: string): void
  bar(numbers: readonly string[], note: string): void
  unbar(number: string): void
  moreBarred(): void
  moreAlerts(): void
  showOutbox(state: Model['outboxState']): void
  moreOutbox(): void
  resend(id: number): void
  drop(id: number, because: string): void
  moreAudit(): void
  dismiss(): void
}
