import type { z } from 'zod'
import type { CallRow, CallView, NumberFound, outboxPage } from '../../web/api/contract-calls.ts'
import type { AlertsPage, SitePorts } from '../../web/site-ports.ts'
import { stagedId } from './staged-day.ts'

const minuteMs = 60_000

/** What somebody may have put into a name: it must stay text. */
export const markup = '<img src=x onerror="document.title=1"><script>document.title=1</script>'

const endings = [
  'connected',
  'not_interested',
  'no_answer',
  'hangup',
  'power_off',
  'busy',
  'failed',
  'complained',
  'disconnected',
  'unknown',
  'inbound_call',
  'banned',
] as const

/** The n-th call that is over, newest first. */
export function stagedRow(n: number, at: number): CallRow {
  const disposition = endings[n % endings.length] ?? 'busy'
  const endedAt = at - n * 3 * minuteMs - 20_000
  const spoke = !['no_answer', 'power_off', 'busy', 'banned'].includes(disposition)
  return {
    ...{ id: stagedId(100 + n), direction: disposition === 'inbound_call' ? 'inbound' : 'outbound' },
    ...{
      number: `0935000${String(1_000 + n)}`,
      line: n % 3 === 0 ? '02155550002' : '02155550001',
      scenario: 'sina',
      disposition,
    },
    ...(disposition === 'failed' ? { reason: 'operator_failed' } : {}),
    ...{ attemptedAt: endedAt - 70_000, endedAt },
    ...(spoke ? { answeredAt: endedAt - 61_000 } : {}),
    ...(disposition === 'connected' ? { operator: 'سارا محمدی' } : {}),
  }
}

/** A call that said yes and reached an operator, with the scenario it walked. */
export function stagedView(id: string, at: number, source: string): CallView {
  const answeredAt = at - 200_000
  const lineOf = (text: string): number => source.split('\n').findIndex((line) => line.includes(text)) + 1
  const step = (afterMs: number, path: string, text: string, result: string) => ({
    at: answeredAt + afterMs,
    path,
    line: lineOf(text),
    result,
  })
  return {
    ...{ id, state: 'over', direction: 'outbound', number: '09350001000', line: '02155550001' },
    scenario: { name: 'sina', title: 'پیشنهاد سینا', file: 'scenarios/sina/sina.yaml', source, changed: true },
    ...{ disposition: 'connected', ending: 'An operator answered and they talked.' },
    ...{ attemptedAt: answeredAt - 8_400, answeredAt, endedAt: at - 60_000, endedBy: 'them' },
    hangup: { cause: 16, techCause: 200, words: 'hung up in the ordinary way' },
    operator: { name: 'سارا محمدی', phone: '09350000101' },
    yesToHangupMs: 118_000,
    turns: [
      {
        at: answeredAt + 9_200,
        transcript: 'ببخشید شما؟ شماره‌ی منو از کجا آوردید',
        intent: 'number_question',
        by: 'llm',
        listenMs: 4_100,
        enhanceMs: 210,
        recogniseMs: 640,
        thinkMs: 890,
      },
      {
        at: answeredAt + 21_400,
        transcript: 'بله وصل کنید',
        intent: 'yes',
        by: 'rule',
        listenMs: 2_300,
        enhanceMs: 180,
        recogniseMs: 520,
        thinkMs: 2,
      },
    ],
    trace: [
      step(0, 'outbound[0]', '- ask: [hello, alo]', 'number_question'),
      step(10_100, 'outbound[0].on.number_question', 'number_question: { again', 'again'),
      step(14_000, 'outbound[0]', '- ask: [hello, alo]', 'yes'),
      step(22_100, 'accepted[0]', '- disposition: disconnected', 'disconnected'),
      step(22_200, 'accepted[1]', '- say: yes', 'said'),
      step(27_900, 'accepted[2]', '- transfer: operators', 'answered'),
      step(41_000, 'accepted[2].on.answered', 'answered: { disposition', 'connected'),
    ],
    recordings: [
      { n: 1, bytes: 131_000, seconds: 4.1, enhanced: true },
      { n: 2, bytes: 74_000, seconds: 2.3, enhanced: false },
    ],
    reports: [
      { id: 12, kind: 'panel.report', state: 'delivered', status: 'CONNECTED', attempts: 1, changedAt: at - 55_000 },
    ],
  }
}

/** A number's story. */
export function stagedNumber(number: string, at: number): NumberFound {
  return {
    ...{ kind: 'number', number, zone: 'Asia/Tehran' },
    calls: [
      {
        id: stagedId(100),
        at: at - 40 * minuteMs,
        line: '02155550001',
        state: 'over',
        scenario: 'sina',
        disposition: 'complained',
      },
      {
        id: stagedId(131),
        at: at - 2_900 * minuteMs,
        line: '02155550002',
        state: 'over',
        scenario: 'sina',
        disposition: 'no_answer',
      },
      { id: stagedId(132), at: at - 4_300 * minuteMs, line: '02155550001', state: 'void' },
    ],
    lists: [
      {
        source: 'import',
        file: 'مشتریان-آبان.xlsx',
        state: 'done',
        changedAt: at - 40 * minuteMs,
        dueAt: at - 41 * minuteMs,
      },
      {
        source: 'panel',
        state: 'set_aside',
        because: 'on the do-not-call list',
        changedAt: at - 39 * minuteMs,
        dueAt: at - 41 * minuteMs,
      },
    ],
    bars: [{ source: 'spoken', since: at - 39 * minuteMs, callId: stagedId(100) }],
    story: [
      { at: at - 4_300 * minuteMs, text: 'the call could not be placed; the number went back to the list' },
      { at: at - 2_900 * minuteMs, text: 'rang for 30 s and nobody answered' },
      { at: at - 40 * minuteMs, text: 'asked not to be called again: entered on the do-not-call list' },
    ],
    next: ['will not be called again: on the do-not-call list'],
  }
}

/** Reports in one state. */
export function stagedReports(
  state: 'waiting' | 'delivered' | 'set_aside' | 'dropped',
  at: number,
): z.infer<typeof outboxPage> {
  if (state === 'dropped') return { entries: [] }
  const entry = (id: number) => ({
    ...{
      id,
      kind: 'panel.report',
      callId: stagedId(100 + id),
      number: `0935000${1_000 + id}`,
      status: 'CONNECTED',
      state,
      attempts: 3,
    },
    ...(state === 'set_aside' ? { why: 'HTTP 422: the panel does not know this number' } : {}),
    ...{
      createdAt: at - id * minuteMs,
      changedAt: at - id * 30_000,
      dueAt: state === 'waiting' ? at + 20_000 : at - minuteMs,
    },
  })
  return { entries: [entry(1), entry(2), { ...entry(3), kind: 'sms.alert', status: 'ALERT' }] }
}

/** Alerts: one open where dialing failed, and some that are over. */
export function stagedAlerts(open: boolean, at: number): AlertsPage {
  return {
    alerts: [
      ...(open
        ? [
            {
              id: 9,
              kind: 'recogniser',
              because: 'the recogniser cannot serve, its account is empty',
              openedAt: at - 6 * minuteMs,
            },
          ]
        : []),
      {
        id: 8,
        kind: 'failures',
        because: '3 calls in a row failed',
        openedAt: at - 1_500 * minuteMs,
        closedAt: at - 1_470 * minuteMs,
      },
      {
        id: 7,
        kind: 'trunk',
        because: 'the trunk "main" is not registered',
        openedAt: at - 3_100 * minuteMs,
        closedAt: at - 3_060 * minuteMs,
      },
    ],
  }
}

/** Numbers nobody calls. */
export function stagedBarred(at: number): ReturnType<SitePorts['numbers']['barred']> {
  return {
    total: 3,
    entries: [
      { number: '09350001007', source: 'spoken', since: at - 20 * minuteMs, callId: stagedId(107) },
      { number: '09350002222', source: 'manual', since: at - 3_000 * minuteMs, note: markup },
      { number: '09350003333', source: 'file', since: at - 90_000 * minuteMs, note: 'blocked.csv' },
    ],
  }
}
