import type { ContactSource } from '../domain/contact.ts'
import type { Barred, ListedContact, OwedReport, PastAttempt } from './number-history.ts'

/** A contact with its list, as it is selected. */
export interface ContactRow {
  readonly id: string
  readonly source: ContactSource
  readonly panel_id_json: string | null
  readonly state: ListedContact['state']
  readonly because: string | null
  readonly changed_at: number
  readonly due_at: number
  readonly zone: string | null
  readonly technical: number
  readonly report_key: string | null
  readonly import_id: number | null
  readonly file: string | null
  readonly imported_at: number | null
  readonly ready_at: number | null
  readonly undone_at: number | null
}

/** An attempt, as it is selected. */
export interface AttemptRow {
  readonly id: string
  readonly phone: string
  readonly line_json: string
  readonly dialled_at: number
  readonly state: PastAttempt['state']
  readonly scenario_json: string | null
}

/** A row of the outbox, as it is selected. */
export interface ReportRow {
  readonly kind: string
  readonly key: string
  readonly state: OwedReport['state']
  readonly attempts: number
  readonly why: string | null
  readonly created_at: number
  readonly changed_at: number
  readonly due_at: number
  readonly body: string
}

/** A row of the do-not-call list, as it is selected. */
export interface BarRow {
  readonly since: number
  readonly call_id: string | null
  readonly source: string
  readonly note: string | null
}

/** A contact as it stands on the list. */
export function toListed(row: ContactRow): ListedContact {
  const { import_id: importId, undone_at: undoneAt } = row
  const from = { id: importId ?? 0, file: row.file ?? '', at: row.imported_at ?? 0, open: row.ready_at !== null }
  return {
    id: row.id,
    source: row.source,
    ...(row.panel_id_json === null ? {} : { panelId: JSON.parse(row.panel_id_json) as number | string }),
    state: row.state,
    ...(row.because === null ? {} : { because: row.because }),
    changedAt: row.changed_at,
    dueAt: row.due_at,
    ...(row.zone === null ? {} : { zone: row.zone }),
    technical: row.technical,
    ...(row.report_key === null ? {} : { reportKey: row.report_key }),
    ...(importId === null ? {} : { import: { ...from, ...(undoneAt === null ? {} : { undoneAt }) } }),
  }
}

/** Why a number must not be rung. */
export function toBarred({ since, source, call_id: callId, note }: BarRow): Barred {
  return { since, source, ...(callId === null ? {} : { callId }), ...(note === null ? {} : { note }) }
}

/** A report owed. */
export function toOwed(row: ReportRow): OwedReport {
  const status = (JSON.parse(row.body) as { readonly status?: unknown }).status
  return {
    kind: row.kind,
    key: row.key,
    state: row.state,
    attempts: row.attempts,
    ...(row.why === null ? {} : { why: row.why }),
    createdAt: row.created_at,
    changedAt: row.changed_at,
    dueAt: row.due_at,
    ...(typeof status === 'string' ? { status } : {}),
  }
}

/** The scenario's name in the column of an attempt. */
export function nameIn(scenarioJson: string | null): string | undefined {
  return scenarioJson === null ? undefined : (JSON.parse(scenarioJson) as { readonly name?: string }).name
}
