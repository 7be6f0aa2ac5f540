import type { CallRecord } from '../domain/record.ts'
import type { PanelReport } from '../testing/services/panel-state.ts'
import type { Box } from './box.ts'
import { type DemoCaller, demoOperators } from './demo-callers.ts'
import type { Kept } from './outreach/kept.ts'

/** What became of a customer, by the engine's store, the panel and the telephone network. */
export interface DemoResult {
  readonly caller: DemoCaller
  readonly record: CallRecord | undefined
  readonly report: PanelReport | undefined
  /** In what it differs from what must come of them; empty = in nothing. */
  readonly differences: readonly string[]
}

/** Compares what became of each customer with what must. */
export function demoResults(callers: readonly DemoCaller[], kept: Kept, box: Box): readonly DemoResult[] {
  return callers.map((caller) => {
    const records = kept.calls.filter((record) => record.contact.phone === caller.number)
    const reports = box.panel.reports.all.filter(({ body }) => body['phone_number'] === caller.number)
    const [record, report] = [records[0], reports[0]]
    const rung = box.rig.carrier.calls(caller.number).length
    const operator = demoOperators.find(({ phone_number }) => phone_number === record?.operator?.phone)
    const talked = operator === undefined ? [] : box.rig.carrier.calls(operator.phone_number)
    const differences = [
      ...differs('records in the store', 1, records.length),
      ...differs('reports to the panel', 1, reports.length),
      ...differs('how often the phone rang', caller.calls === undefined ? 1 : 0, rung),
      ...differs('disposition', caller.comesTo.disposition, record?.outcome.disposition),
      ...differs('detail', caller.comesTo.detail, record?.outcome.detail),
      ...differs('reason', undefined, record?.outcome.reason),
      ...differs('panel status', caller.comesTo.status, report?.body['status']),
      ...differs('panel reason', caller.comesTo.sentence, report?.body['reason']),
      ...differs('said', saidBy(caller, box), said(record)),
      ...differs('talked with an operator', caller.operator === true, operator !== undefined),
      ...differs(
        'what the operator’s phone showed',
        caller.operator === true,
        talked.some((call) => call.answeredAtMs !== undefined && call.presented.number === caller.number),
      ),
    ]
    return { caller, record, report, differences }
  })
}

/** Replies that were written down, one after another. */
export function said(record: CallRecord | undefined): string {
  const turns = record?.turns.filter(({ transcript }) => transcript !== '') ?? []
  return turns.map(({ transcript }) => `«${transcript}»`).join(' ')
}

function saidBy({ says = [] }: DemoCaller, { rig }: Box): string {
  return says.map((name) => `«${rig.clips.find((clip) => clip.name === name)?.text}»`).join(' ')
}

function differs(what: string, expected: unknown, found: unknown): readonly string[] {
  return expected === found ? [] : [`${what}: ${found ?? 'none'} instead of ${expected ?? 'none'}`]
}
