import { expect, test } from 'bun:test'
import { bench } from '../testing/ari/bench.ts'

const headers: Readonly<Record<string, string>> = {
  Diversion: '<sip:02155500000@127.0.0.2>;reason=unconditional;counter=1',
  'History-Info': '<sip:02155500001@h;cause=302>;index=1, <sip:02155500000@h>;index=1.1',
  To: '"Line" <sip:+982155500002@127.0.0.1:5060;user=phone>',
  'P-Asserted-Identity': '"Real" <sip:09359998877@127.0.0.2>',
}

test('a caller is introduced by the asserted identity and by every number that was called, best first', async () => {
  await using b = await bench()
  b.asterisk.on('channels.getChannelVar', ({ parameters }) => {
    const name = /PJSIP_HEADER\(read,(.+)\)/.exec(parameters['variable'] ?? '')?.[1] ?? ''
    return { status: 200, body: { value: headers[name] } }
  })
  b.asterisk.state.enter('pbx-1.1', { state: 'Ring', number: '0912', exten: '02191001234' })
  const { leg, caller, dialled } = await b.connection.calls.incoming(b.signal)
  expect(leg.id).toBe('pbx-1.1')
  expect(caller).toBe('09359998877')
  expect([...dialled]).toEqual(['02155500000', '02155500001', '+982155500002', '02191001234'])
  expect((await b.asterisk.next('applications.subscribe')).parameters['eventSource']).toBe('channel:pbx-1.1')
})

test('without headers the caller ID and the extension stand, and a withheld number is empty', async () => {
  await using b = await bench()
  b.asterisk.state.enter('pbx-1.1', { state: 'Ring', number: '0912', exten: '02191001234' })
  expect(await b.connection.calls.incoming(b.signal)).toMatchObject({ caller: '0912', dialled: ['02191001234'] })
  b.asterisk.state.enter('pbx-1.2', { state: 'Ring', number: 'anonymous', exten: 's' })
  expect(await b.connection.calls.incoming(b.signal)).toMatchObject({ caller: '', dialled: [] })
})

test('a caller over something else than SIP is asked for no SIP headers', async () => {
  await using b = await bench()
  b.asterisk.state.enter('pbx-1.1', { state: 'Ring', number: '0912', exten: '100', name: 'DAHDI/1-1' })
  expect(await b.connection.calls.incoming(b.signal)).toMatchObject({ caller: '0912', dialled: ['100'] })
  expect(b.asterisk.count('channels.getChannelVar')).toBe(0)
})

test('a caller can be answered and turned away, and a hang-up before that is known', async () => {
  await using b = await bench()
  b.asterisk.state.enter('pbx-1.1', { state: 'Ring' })
  const { leg } = await b.connection.calls.incoming(b.signal)
  await leg.answer(b.signal)
  await leg.hangup('busy', b.signal)
  expect((await b.asterisk.next('channels.hangup')).parameters).toEqual({ channelId: 'pbx-1.1', reason: 'busy' })
  b.asterisk.state.enter('pbx-1.2', { state: 'Ring' })
  b.asterisk.state.leave('pbx-1.2', 16, 487)
  const gone = await b.connection.calls.incoming(b.signal)
  expect(gone.leg.gone.reason).toMatchObject({ hangup: { cause: 16, techCause: 487 } })
})

test('a leg that arrived is in no hidden bridge, so it is played to at once', async () => {
  await using b = await bench()
  b.asterisk.state.enter('pbx-1.1', { state: 'Ring' })
  const { leg } = await b.connection.calls.incoming(b.signal)
  const playing = leg.play(['sound:custom/hello'], b.signal)
  const { parameters } = await b.asterisk.next('channels.playWithId')
  b.asterisk.state.finishPlayback(parameters['playbackId'] ?? '', leg.id)
  await playing
  expect(b.asterisk.count('bridges.createWithId')).toBe(0)
})

test('the far half of our own Local channel is hung up and is no caller', async () => {
  await using b = await bench()
  const placing = b.place({ endpoint: 'Local/7001@from-internal' })
  const { parameters } = await b.asterisk.next('channels.create')
  await b.asterisk.next('channels.dial')
  const far = parameters['otherChannelId'] ?? ''
  b.asterisk.state.enter(far, { state: 'Ring', name: 'Local/7001@from-internal-0001;2' })
  expect((await b.asterisk.next('channels.hangup')).parameters['channelId']).toBe(far)
  b.asterisk.state.leave(parameters['channelId'] ?? '', 34)
  expect(await placing).toMatchObject({ kind: 'unanswered' })
  b.asterisk.state.enter('pbx-1.1', { state: 'Ring' })
  expect((await b.connection.calls.incoming(b.signal)).leg.id).toBe('pbx-1.1') // the first and only caller
})
