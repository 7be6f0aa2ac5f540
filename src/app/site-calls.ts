import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { CallRecord } from '../domain/record.ts'
import { reasonSentence } from '../panel/reason-sentence.ts'
import type { Plan } from '../scenario/plan.ts'
import type { LiveCall } from '../session/registry.ts'
import type { CallHead, CallPlace } from '../store/call-search.ts'
import type { PastAttempt } from '../store/number-history.ts'
import type { CallRow, CallView } from '../web/api/contract-calls.ts'
import type { CallsPort } from '../web/site-ports.ts'
import { causeWords } from './cause-words.ts'
import type { Records } from './records.ts'
import { statusIn } from './site-reports.ts'

/** What calls are looked up in. */
export interface CallSources {
  readonly records: Records
  readonly plans: readonly Plan[]
  /** AST_RECORDING_DIR. */
  readonly recordingDir: string
  readonly live: () => readonly LiveCall[]
}

/** A call listens no more often than so; and a round that left no file is followed by others. */
const mostRecordings = 100
const mostMissing = 5

/** Calls that are up, were, or never came about. */
export function callsPort(sources: CallSources): CallsPort {
  const { records } = sources
  return {
    search({ after, limit, ...filter }) {
      const page = records.searchCalls(filter, limit, after === undefined ? undefined : placeFrom(after))
      const { next } = page
      const more = next === undefined ? {} : { next: `${next.endedAt}.${next.id}` }
      return { calls: page.calls.map(rowOf), ...more }
    },
    find(id) {
      const attempt = records.history.attemptOf(id)
      return attempt === undefined ? undefined : viewOf(attempt, sources)
    },
    recording(id, n, enhanced) {
      const known = records.history.attemptOf(id) !== undefined
      return Promise.resolve(known ? recordingPath(sources.recordingDir, id, n, enhanced) : undefined)
    },
  }
}

function placeFrom(text: string): CallPlace {
  const dot = text.indexOf('.')
  return { endedAt: Number(text.slice(0, dot)), id: text.slice(dot + 1) }
}

function rowOf(head: CallHead): CallRow {
  const { id, direction, contact, line, scenario, outcome, attemptedAt, answeredAt, endedAt, operator } = head
  const spoke = operator?.name ?? operator?.phone
  return {
    ...{ id, direction, number: contact.phone, line: line.number, ...outcome, attemptedAt, endedAt },
    ...(scenario === undefined ? {} : { scenario: scenario.name }),
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(spoke === undefined ? {} : { operator: spoke }),
  }
}

function viewOf(attempt: PastAttempt, sources: CallSources): CallView {
  const known: Partial<CallRecord> = attempt.call ?? attempt.progress?.known ?? {}
  const scenario = scenarioOf(attempt, sources)
  const { answeredAt, yesToHangupMs, operator } = known
  return {
    id: attempt.id,
    state: stateOf(attempt, sources),
    direction: known.direction ?? 'outbound',
    number: attempt.phone,
    line: attempt.line.number,
    ...(scenario === undefined ? {} : { scenario }),
    attemptedAt: attempt.at,
    ...(answeredAt === undefined ? {} : { answeredAt }),
    ...(attempt.call === undefined ? {} : endOf(attempt.call)),
    ...(operator === undefined ? {} : { operator: operatorOf(operator) }),
    ...(yesToHangupMs === undefined ? {} : { yesToHangupMs }),
    turns: [...(known.turns ?? [])],
    trace: [...(known.trace ?? [])],
    recordings: recordingsOf(sources.recordingDir, attempt.id),
    reports: sources.records.reportsOf(attempt.id).map(({ id, kind, state, body, why, attempts, changedAt }) => {
      const status = statusIn(body)
      const told = { ...(status === undefined ? {} : { status }), ...(why === undefined ? {} : { why }) }
      return { id, kind, state, ...told, attempts, changedAt }
    }),
  }
}

function stateOf(attempt: PastAttempt, { live }: CallSources): CallView['state'] {
  if (attempt.call !== undefined) return 'over'
  if (live().some(({ id }) => id === attempt.id)) return 'live'
  return attempt.state === 'void' ? 'void' : 'open'
}

function endOf({ outcome, endedAt, endedBy, hangup }: CallRecord): Partial<CallView> {
  return {
    ...outcome,
    ending: reasonSentence(outcome, hangup),
    endedAt,
    endedBy,
    ...(hangup === undefined ? {} : { hangup: { ...hangup, words: causeWords(hangup) } }),
  }
}

function operatorOf({ name, phone }: NonNullable<CallRecord['operator']>): NonNullable<CallView['operator']> {
  return { ...(name === undefined ? {} : { name }), ...(phone === undefined ? {} : { phone }) }
}

/** The scenario with the text the call walked: today's where it is the same, else the one that was kept. */
function scenarioOf(attempt: PastAttempt, { plans, records }: CallSources): CallView['scenario'] {
  const walked = attempt.call?.scenario ?? attempt.progress?.known.scenario
  const name = walked?.name ?? attempt.scenario
  if (name === undefined) return undefined
  const plan = plans.find((each) => each.name === name)
  const changed = walked !== undefined && plan?.hash !== walked.hash
  const kept = changed ? records.texts.find(walked.hash) : undefined
  const text = changed ? kept : plan
  return {
    name,
    ...(plan === undefined ? {} : { title: plan.title }),
    ...((text ?? plan) === undefined ? {} : { file: (text ?? plan)?.file ?? '' }),
    ...(text === undefined ? {} : { source: text.source }),
    changed,
  }
}

function recordingsOf(folder: string, id: string): CallView['recordings'] {
  const found: CallView['recordings'] = []
  for (let n = 1, missing = 0; n <= mostRecordings && missing < mostMissing; n++) {
    const path = recordingPath(folder, id, n, false)
    if (path === undefined) {
      missing++
      continue
    }
    missing = 0
    const bytes = statSync(path).size
    const seconds = secondsOf(path, bytes)
    const enhanced = recordingPath(folder, id, n, true) !== undefined
    found.push({ n, bytes, ...(seconds === undefined ? {} : { seconds }), enhanced })
  }
  return found
}

/** Where a recording lies; nothing outside the folder of recordings, whatever links stand in it. */
function recordingPath(folder: string, id: string, n: number, enhanced: boolean): string | undefined {
  const path = join(folder, ...(enhanced ? ['enhanced'] : []), 'salehi', `${id}-${n}.wav`)
  try {
    if (!existsSync(path)) return undefined
    const real = realpathSync(path)
    return real.startsWith(realpathSync(folder) + sep) && statSync(real).isFile() ? real : undefined
  } catch {
    return undefined // gone, or not ours to read
  }
}

const headerBytes = 44

/** How long it is by the header every recorder of Asterisk writes; undefined where that is another one. */
function secondsOf(path: string, bytes: number): number | undefined {
  const header = Buffer.alloc(headerBytes)
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
  const rate = header.readUInt32LE(28)
  if (header.toString('latin1', 0, 4) !== 'RIFF' || rate < 1_000) return undefined
  return Math.round(((bytes - headerBytes) / rate) * 10) / 10
}
