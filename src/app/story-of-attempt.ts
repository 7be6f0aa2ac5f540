import type { CallRecord, TraceStep, Turn } from '../domain/record.ts'
import { formatDuration } from '../kernel/duration.ts'
import { reasonSentence } from '../panel/reason-sentence.ts'
import type { OwedReport, PastAttempt } from '../store/number-history.ts'
import type { Status } from '../web/status.ts'
import type { Story } from '../web/story.ts'
import { causeWords } from './cause-words.ts'

type Event = Story['events'][number]

/** What an attempt's story needs beside the attempt. */
export interface AttemptTold {
  readonly reports: readonly OwedReport[]
  /** The scenario's file as people know it, by its name. */
  readonly fileOf: (scenario: string) => string | undefined
  /** The call in the registry of the running engine, where it is up. */
  readonly live?: Status['liveCalls'][number]
}

/** One attempt from the order to dial to the report, in order of time. */
export function eventsOf(attempt: PastAttempt, told: AttemptTold): readonly Event[] {
  const known = attempt.call ?? attempt.progress?.known ?? {}
  const file = fileIn(attempt, told)
  const steps = (known.trace ?? []).map((step) => stepEvent(step, file))
  const turns = (known.turns ?? []).map(turnEvent)
  return [
    begun(attempt),
    ...answered(attempt, known),
    // A step is written down with the instant it began, a reply with its own: the reply stands under its step.
    ...[...steps, ...turns].toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0)),
    ...ended(attempt, told),
    ...told.reports.filter(({ key }) => key === attempt.id).map(reportEvent),
  ]
}

function begun({ at, id, line, scenario, call }: PastAttempt): Event {
  const played = scenario === undefined ? '' : `, scenario ${scenario}`
  return call?.direction === 'inbound'
    ? { at, text: `they rang us on line ${line.number}${played} (call ${id})` }
    : { at, text: `rung over line ${line.number}${played} (call ${id})` }
}

function answered(attempt: PastAttempt, { answeredAt }: Partial<CallRecord>): readonly Event[] {
  if (answeredAt === undefined) return []
  return [{ at: answeredAt, text: `answered after ${formatDuration(answeredAt - attempt.at)}` }]
}

function stepEvent({ at, path, line, result }: TraceStep, file: string | undefined): Event {
  const place = file === undefined ? `line ${line}` : `${file}:${line}`
  return { at, text: `${place}  ${path} → ${result}` }
}

const deciders: Readonly<Record<Exclude<Turn['by'], 'key'>, string>> = {
  rule: ' (by rule)',
  llm: ' (by the language model)',
  none: '',
}

function turnEvent({ at, transcript, intent, by }: Turn): Event {
  if (by === 'key') return { at, text: `pressed ${transcript === '' ? 'a key' : transcript} → ${intent}` }
  const said = transcript === '' ? 'said nothing' : `said «${transcript}»`
  return { at, text: `${said} → ${intent}${deciders[by]}` }
}

function ended({ call, state, progress, at }: PastAttempt, { live }: AttemptTold): readonly Event[] {
  if (call !== undefined) return [{ at: call.endedAt, text: endWords(call) }]
  if (live !== undefined) return [{ text: liveWords(live) }]
  if (state === 'void') return [{ at, text: 'could not be placed: nobody’s phone rang' }]
  if (state !== 'open') return [{ at, text: 'its record is no longer kept (RETENTION_DAYS)' }]
  const seen = progress === undefined ? {} : { at: progress.at }
  return [{ ...seen, text: 'not over when this was last written down; the next start of salehi settles it' }]
}

const enders: Readonly<Record<CallRecord['endedBy'], string>> = {
  us: 'by us',
  them: 'by them',
  network: 'by the network',
}

function endWords(call: CallRecord): string {
  const { outcome, answeredAt, endedAt, endedBy, hangup, operator } = call
  const talk = answeredAt === undefined ? '' : ` after ${formatDuration(endedAt - answeredAt)} of talk`
  const word = [outcome.disposition, outcome.reason, outcome.detail].filter((part) => part !== undefined).join(', ')
  const withWhom = operator === undefined ? '' : ` Operator: ${operator.name ?? operator.phone ?? operator.key}.`
  const cause = hangup === undefined ? '' : ` ${causeWords(hangup)}.`
  return `ended ${enders[endedBy]}${talk}: ${reasonSentence(outcome, hangup)} (${word})${withWhom}${cause}`
}

const phases: Readonly<Record<string, string>> = {
  ringing: 'it rings now',
  waiting: 'it waits for room on the line now',
  talking: 'it is on the phone now',
  operator_ringing: 'an operator is being rung for it now',
  with_operator: 'it talks with an operator now',
}

function liveWords({ phase, step }: Status['liveCalls'][number]): string {
  const at = step === undefined ? '' : `, at ${step.file}:${step.line}  ${step.path}`
  return `${phases[phase] ?? 'it is up now'}${at}`
}

/** What became of a report. */
export function reportEvent({ state, status, why, attempts, createdAt, changedAt }: OwedReport): Event {
  const word = status === undefined ? '' : ` as ${status}`
  const because = why === undefined ? '' : `: ${why}`
  const tried = attempts === 0 ? '' : `, tried ${attempts === 1 ? 'once' : `${attempts} times`}`
  switch (state) {
    case 'delivered':
      return { at: changedAt, text: `reported to the panel${word}` }
    case 'set_aside':
      return { at: changedAt, text: `its report${word} is set aside${because}` }
    case 'dropped':
      return { at: changedAt, text: `its report${word} was dropped${because}: it is never sent` }
    case 'waiting':
      return { at: createdAt, text: `its report${word} waits to be sent${tried}${because}` }
  }
}

function fileIn({ scenario, call }: PastAttempt, { fileOf }: AttemptTold): string | undefined {
  const name = call?.scenario?.name ?? scenario
  return name === undefined ? undefined : (fileOf(name) ?? name)
}
