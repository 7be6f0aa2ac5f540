import { expect } from 'bun:test'
import type { CallRecord } from '../../domain/record.ts'
import { lines } from '../box.ts'
import { heardPrompts } from '../rig/heard-prompts.ts'
import type { CarrierCall } from '../rig/journal.ts'
import { side, stretches } from '../rig/stretches.ts'
import { readWav } from '../rig/wav.ts'
import type { Campaign } from './campaign.ts'
import type { ExpectedCall } from './expected-call.ts'
import { heardInWords } from './heard-in-words.ts'
import { longestWaitMs } from './longest-wait.ts'

/** The silence that ends a reply, the time to think, and half a second for the telephone network. */
const longestReactionMs = 2_000 + 4_000 + 500

/** Fails unless everything came of the call that must: report, store, sound, operator. */
export async function checkCall(campaign: Campaign, call: ExpectedCall, signal: AbortSignal): Promise<void> {
  const rung = campaign.box.rig.carrier.calls(call.number)
  expect(rung.length, 'how often the phone rang').toBe(1)
  const record = checkRecord(campaign, call)
  checkReport(campaign, call, record, rung[0]!)
  if (call.hears === undefined) expect(rung[0]!.answeredAtMs, 'the call was answered').toBeUndefined()
  else {
    const { words, waitedMs } = await hearingOf(campaign, rung[0]!, signal)
    expect(words).toEqual([...call.hears])
    expect(waitedMs, `the customer waited for us; ${timings(record)}`).toBeLessThan(longestReactionMs)
  }
  await checkOperator(campaign, call, record, signal)
}

/** What a customer or an operator heard, in words, and the longest they waited for us to react to their own. */
export interface Hearing {
  readonly words: readonly string[]
  readonly waitedMs: number
}

/** Listens to a leg's recording: our prompts and every voice there is. */
export async function hearingOf(campaign: Campaign, leg: CarrierCall, signal: AbortSignal): Promise<Hearing> {
  const { rig } = campaign.box
  const file = await rig.carrier.recording(leg, signal)
  const voices = await Promise.all(
    rig.clips.map(async ({ name, file: clip }) => {
      const { rate, samples } = readWav(await Bun.file(clip).bytes())
      return [name, (samples.length * 1_000) / rate] as const
    }),
  )
  const sounds = [...campaign.prompts, ...rig.clips.map(({ name, file: clip }) => ({ name: `«${name}»`, file: clip }))]
  const voiceMs = new Map(voices.map(([name, ms]) => [`«${name}»`, ms]))
  const heard = await heardPrompts(file, sounds)
  const waitedMs = longestWaitMs(stretches(await side(file, 'says')), heard.found)
  return { words: heardInWords(heard, voiceMs), waitedMs }
}

/** Where the time of each reply went. */
function timings({ turns }: CallRecord): string {
  const told = turns.map(({ listenMs, enhanceMs, recogniseMs, thinkMs }) =>
    [`listened ${listenMs}`, `cleaned ${enhanceMs}`, `recognised ${recogniseMs}`, `understood ${thinkMs} ms`].join(
      ', ',
    ),
  )
  return told.join('; ').replace(/\.\d+/g, '')
}

function checkRecord(campaign: Campaign, call: ExpectedCall): CallRecord {
  const record = campaign.recordOf(call)
  if (record === undefined)
    throw new Error(`the store has no record of this call; the executable said:\n${campaign.output}`)
  const { disposition, reason } = call.filed
  const replies = (call.replies ?? []).map(({ text, intent, by }) => ({
    transcript: text instanceof RegExp ? expect.stringMatching(text) : text,
    intent,
    by: by ?? expect.any(String),
  }))
  const turns = record.turns.map(({ transcript, intent, by }) => ({ transcript, intent, by }))
  const steps = record.trace.map(({ path, result }) => `${path}: ${result}`).join('\n')
  expect({ outcome: record.outcome, endedBy: record.endedBy, turns }, steps).toEqual({
    outcome: { disposition, ...(reason === undefined ? {} : { reason }) },
    endedBy: call.endedBy,
    turns: replies,
  })
  expect(record).toMatchObject({
    direction: 'outbound',
    company: campaign.plan.company,
    scenario: { name: campaign.plan.company },
  })
  expect(record.answeredAt !== undefined, 'recorded as answered').toBe(call.hears !== undefined)
  if (call.cause !== undefined) expect(record.hangup?.cause).toBe(call.cause)
  const { attempts, contacts, outbox, doNotCall } = campaign.kept
  expect(attempts.filter(({ phone }) => phone === call.number)).toEqual([
    { id: record.id, phone: call.number, state: 'recorded' },
  ])
  expect(contacts.filter(({ phone }) => phone === call.number)).toEqual([{ phone: call.number, state: 'done' }])
  expect(outbox.filter(({ key }) => key === record.id)).toMatchObject([{ state: 'delivered' }])
  expect(doNotCall.includes(call.number), 'on the do-not-call list').toBe(disposition === 'complained')
  return record
}

function checkReport(campaign: Campaign, call: ExpectedCall, record: CallRecord, rung: CarrierCall): void {
  const { panel } = campaign.box
  const reports = campaign.reportsOf(call)
  expect(reports.length, 'reports of this number').toBe(1)
  const [report] = reports
  expect(report).toMatchObject({ api: 'v2', repeat: false, idempotencyKey: record.id })
  const words = record.turns.map(({ transcript }) => transcript).filter((text) => text !== '')
  const line = panel.registered.lines.find(({ phone_number }) => phone_number === rung.presented.number)
  expect(lines as readonly string[]).toContain(rung.presented.number)
  expect(rung.prefix).toBe(rung.presented.number.slice(-4))
  const { operator } = record
  expect(report?.body).toEqual({
    number_id: expect.any(Number),
    phone_number: call.number,
    company: campaign.plan.company,
    scenario_id: panel.registered.scenarios.find(({ name }) => name === campaign.plan.company)?.id,
    outbound_line_id: line?.id,
    status: call.filed.status,
    reason: call.filed.sentence,
    attempted_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+03:30$/),
    ...(words.length === 0 ? {} : { user_message: words.join(' | ') }),
    ...(operator?.panelId === undefined ? {} : { agent_id: operator.panelId, agent_phone: operator.phone }),
  })
  const attemptedMs = Date.parse(String(report?.body['attempted_at']))
  expect(Math.abs(attemptedMs - rung.calledAtMs), 'attempted_at is the dial instant').toBeLessThan(2_000)
}

/** The operator's leg is found by the number it shows: the customer's. */
async function checkOperator(
  campaign: Campaign,
  call: ExpectedCall,
  record: CallRecord,
  signal: AbortSignal,
): Promise<void> {
  const { operator } = call
  const agents = campaign.plan.box?.agents ?? []
  const legs = campaign.box.rig.carrier.calls().filter(({ presented }) => presented.number === call.number)
  const [answered, ...others] = legs.filter(({ answeredAtMs }) => answeredAtMs !== undefined)
  expect(others).toEqual([])
  expect(answered !== undefined, 'an operator answered').toBe(operator !== undefined)
  if (operator === undefined || answered === undefined) return expect(record.operator).toBeUndefined()
  const taken = agents.find(({ phone_number }) => phone_number === answered.number)
  if (operator.ids.length === 0) expect(record.operator?.panelId).toBeUndefined()
  else {
    expect(operator.ids as readonly unknown[]).toContain(record.operator?.panelId)
    expect(record.operator).toMatchObject({ panelId: taken?.id, phone: taken?.phone_number } as never)
  }
  expect((await hearingOf(campaign, answered, signal)).words).toEqual([...operator.hears])
  expect(answered.endedAtMs, 'the leg of the operator has ended').toBeNumber()
}
