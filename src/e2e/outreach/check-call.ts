import { expect } from 'bun:test'
import type { CallRecord } from '../../domain/record.ts'
import type { Campaign } from './campaign.ts'
import { checkOperator } from './check-operator.ts'
import { checkRecord } from './check-record.ts'
import { checkReport } from './check-report.ts'
import type { ExpectedCall } from './expected-call.ts'
import { hearingOf } from './hearing.ts'

/** The silence that ends a reply, the time to think, and half a second for the telephone network. */
const longestReactionMs = 2_000 + 4_000 + 500

/** Fails unless everything came of the call that must: record, report, sound, operator. */
export async function checkCall(campaign: Campaign, call: ExpectedCall, signal: AbortSignal): Promise<void> {
  const [rung, ...again] = campaign.box.rig.carrier.calls(call.number)
  const record = campaign.recordOf(call)
  if (rung === undefined || record === undefined) {
    throw new Error(`the phone never rang, or the store has no record of it; the executable said:\n${campaign.output}`)
  }
  expect(again, 'the phone rang more than once').toEqual([])
  const hearing = rung.answeredAtMs === undefined ? undefined : await hearingOf(campaign, rung, signal)
  const evidence = [...stepsOf(record), ...timesOf(record), hearing?.times, ...linesOf(campaign, record)].join('\n')
  checkRecord(campaign, call, record, evidence)
  checkReport(campaign, call, record, rung)
  expect(hearing?.words, evidence).toEqual(call.hears === undefined ? undefined : [...call.hears])
  expect(hearing?.waitedMs ?? 0, `how long the customer waited for us\n${evidence}`).toBeLessThan(longestReactionMs)
  await checkOperator(campaign, call, record, signal)
}

function stepsOf({ trace }: CallRecord): readonly string[] {
  return trace.map(({ path, result }) => `${path}: ${result}`)
}

/** What the executable said of this call, or of none. */
function linesOf({ output }: Campaign, { id }: CallRecord): readonly string[] {
  return output.split('\n').filter((line) => line.includes(id) || !line.includes(' call='))
}

/** Where the time of each reply went. */
function timesOf({ turns }: CallRecord): readonly string[] {
  return turns.map(({ listenMs, enhanceMs, recogniseMs, thinkMs }) => {
    const [listened, cleaned, recognised, understood] = [listenMs, enhanceMs, recogniseMs, thinkMs].map(Math.round)
    return `listened ${listened}, cleaned ${cleaned}, recognised ${recognised}, understood ${understood} ms`
  })
}
