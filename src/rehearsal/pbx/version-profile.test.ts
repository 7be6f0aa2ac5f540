import { expect, test } from 'bun:test'
import { countingIds } from '../../kernel/ids.ts'
import { TestClock } from '../../kernel/test-clock.ts'
import type { PbxEvent } from './application.ts'
import { VirtualPbx } from './pbx.ts'
import type { CallerScript } from './script.ts'

const refusing: CallerScript = { network: { kind: 'refuses_sip', status: 603, reason: 41, afterMs: 300 }, acts: [] }
const ringing: CallerScript = { network: { kind: 'rings_for_ever' }, acts: [] }

/** How a created and dialled channel ends, in the words of a version. */
async function endsOn(version: string, script: CallerScript, how: 'create' | 'originate' = 'create') {
  const clock = new TestClock()
  const reach = () => ({ kind: 'reaches', script }) as const
  using pbx = new VirtualPbx({ clock, random: () => 0.99, ids: countingIds(), version, network: reach })
  const events: PbxEvent[] = []
  pbx.connect({ apps: ['a'], subscriber: { deliver: (event) => void events.push(event), cut: () => undefined } })
  if (how === 'originate') pbx.request('POST', '/channels/c1?endpoint=PJSIP/1@t&app=a&timeout=2')
  else {
    pbx.request('POST', '/channels/create?endpoint=PJSIP/1@t&app=a&channelId=c1')
    await clock.advance(10)
    pbx.request('POST', '/channels/c1/dial?timeout=2')
  }
  await clock.advance(3_000)
  const of = (type: string): Partial<PbxEvent> => events.find((event) => event.type === type) ?? {}
  const { cause, tech_cause: techCause } = of('ChannelDestroyed')
  return { cause, techCause, requestCause: of('ChannelHangupRequest')?.['cause'] }
}

test.each([
  ['20.10.0', { cause: 41, techCause: undefined, requestCause: undefined }],
  ['20.18.2', { cause: 41, techCause: 603, requestCause: 41 }],
  ['20.20.1', { cause: 21, techCause: 603, requestCause: 21 }],
  ['21.12.1', { cause: 41, techCause: undefined, requestCause: 41 }],
  ['22.3.0', { cause: 41, techCause: undefined, requestCause: undefined }],
  ['22.8.0', { cause: 41, techCause: 603, requestCause: 41 }],
  ['22.10.1', { cause: 21, techCause: 603, requestCause: 21 }],
])('on %s a refusal with a Reason header is told so', async (version, expected) => {
  expect(await endsOn(version, refusing)).toEqual(expected)
})

test.each([
  ['20.10.0', 16, 0],
  ['20.14.0', 19, 0],
  ['21.12.1', 19, 0],
  ['22.3.0', 16, 0],
  ['22.8.0', 19, 19],
  ['22.10.1', 19, 19],
])(
  'on %s a phone that rang too long ends with %p when dialled and %p when originated',
  async (version, dialled, originated) => {
    expect((await endsOn(version, ringing)).cause).toBe(dialled)
    expect((await endsOn(version, ringing, 'originate')).cause).toBe(originated)
  },
)

test('a line nobody knows has no profile', () => {
  expect(() => endsOn('18.1.0', ringing)).toThrow('There is no profile of Asterisk 18.1.0')
})
