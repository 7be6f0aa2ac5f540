import { expect } from 'bun:test'
import { answered, create, dial, hangUp, made, originate, passThroughBridge, trunk } from './calls.ts'
import type { ContractCase } from './driver.ts'
import { toldOf, toldOfOriginated } from './words.ts'

/** Orders of events of calls we place: section 3, and the pitfalls of dialling. */
export const outboundCases: readonly ContractCase[] = [
  {
    fact: 'an originated call that is answered: dialled and ringing in any order, Up, Dial(ANSWER), StasisStart',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await originate(pbx, tape, pbx.number('0911'))
      await call.until('StasisStart')
      expect(toldOfOriginated(tape, call.id)).toEqual([
        'Dial()',
        'Ringing',
        'Dial(RINGING)',
        'Up',
        'Dial(ANSWER)',
        'StasisStart',
      ])
      await hangUp(pbx, call)
    },
  },
  ...(
    [
      ['busy', '0914', ['HR 17/486', 'Dial(BUSY)', 'CD 17/486']],
      ['refused with 503', '0915034', ['HR 34/503', 'Dial(CONGESTION)', 'CD 34/503']],
      ['refused with 404', '0915001', ['HR 1/404', 'Dial(NOANSWER)', 'CD 1/404']],
      [
        'dropped by the carrier after ringing',
        '0923',
        ['Ringing', 'Dial(RINGING)', 'HR 19/480', 'Dial(NOANSWER)', 'CD 19/480'],
      ],
      ['switched off, with an announcement', '0916020', ['Dial(PROGRESS)', 'HR 19/480', 'Dial(NOANSWER)', 'CD 19/480']],
    ] as const
  ).map(
    ([what, number, words]): ContractCase => ({
      fact: `an originated call that is ${what} never enters the application: ${words.join(', ')}`,
      of: ['3', '10.8'],
      async prove(pbx) {
        const tape = await pbx.listen()
        const call = await originate(pbx, tape, pbx.number(number))
        await call.until('ChannelDestroyed', 15_000)
        expect(toldOfOriginated(tape, call.id)).toEqual(['Dial()', ...words])
      },
    }),
  ),
  {
    fact: 'an originated call that rings too long is destroyed with 19/480, without a hang-up request and a last Dial',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await originate(pbx, tape, pbx.number('0913'), { timeout: 2 })
      await call.until('ChannelDestroyed', 8_000)
      expect(toldOfOriginated(tape, call.id)).toEqual(['Dial()', 'Ringing', 'Dial(RINGING)', 'CD 19/480'])
    },
  },
  {
    fact: 'an originated call hung up by us while it rings: soft request, Dial(NOANSWER), destroyed with 16',
    of: ['3', '10.7'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await originate(pbx, tape, pbx.number('0913'))
      await tape.until('ringing', (event) => event.dialstatus === 'RINGING')
      await hangUp(pbx, call)
      expect(toldOfOriginated(tape, call.id).slice(3)).toEqual(['HR 32 soft', 'Dial(NOANSWER)', 'CD 16'])
    },
  },
  {
    fact: 'a created channel is in the application before it is dialled, and does not enter it again when answered',
    of: ['3', '10.2'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      await hangUp(pbx, call)
      expect(toldOf(tape, call.id)).toEqual([
        'StasisStart',
        'Dial()',
        'Ringing',
        'Dial(RINGING)',
        'Up',
        'Dial(ANSWER)',
        'HR 32 soft',
        'StasisEnd',
        'CD 16',
      ])
    },
  },
  {
    fact: 'a dialled channel that is refused ends without a last Dial',
    of: ['3', '10.8'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0914'))
      await dial(pbx, call)
      await call.until('ChannelDestroyed')
      expect(toldOf(tape, call.id)).toEqual(['StasisStart', 'Dial()', 'HR 17/486', 'StasisEnd', 'CD 17/486'])
    },
  },
  {
    fact: 'a dialled channel in a bridge leaves it between the hang-up request and the end of Stasis',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0914'))
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
      await dial(pbx, call)
      await call.until('ChannelDestroyed')
      await pbx.request('DELETE', `/bridges/${bridge}`)
      await tape.until('the end of the bridge', ({ type }) => type === 'BridgeDestroyed')
      expect(toldOf(tape, call.id)).toEqual([
        'StasisStart',
        'Entered',
        'Dial()',
        'HR 17/486',
        'Left',
        'StasisEnd',
        'CD 17/486',
      ])
    },
  },
  {
    fact: 'a dialled channel that rings too long: soft request, end of Stasis, destroyed with 19/480',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0913'))
      await dial(pbx, call, 2)
      await call.until('ChannelDestroyed', 8_000)
      expect(toldOf(tape, call.id).slice(2)).toEqual([
        'Ringing',
        'Dial(RINGING)',
        'HR 32 soft',
        'StasisEnd',
        'CD 19/480',
      ])
    },
  },
  {
    fact: 'a dialled channel hung up by us with reason_code 19 while it rings is destroyed with 19',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0913'))
      await dial(pbx, call)
      await tape.until('ringing', (event) => event.dialstatus === 'RINGING')
      await hangUp(pbx, call, { reason_code: 19 })
      expect(toldOf(tape, call.id).slice(4)).toEqual(['HR 32 soft', 'StasisEnd', 'CD 19/480'])
    },
  },
  {
    fact: 'one who dials before StasisStart gets 409 now and then, and never after it',
    of: ['4.2', '10.2'],
    async prove(pbx) {
      const tape = await pbx.listen()
      let early = 0
      for (let nth = 0; nth < 24; nth++) {
        const id = pbx.id()
        const query = { endpoint: `PJSIP/${pbx.number('0914')}@${trunk}`, app: pbx.app, channelId: id }
        await pbx.request('POST', '/channels/create', { query })
        const { status } = await pbx.request('POST', `/channels/${id}/dial`, { query: { timeout: 5 } })
        expect([204, 409]).toContain(status)
        if (status === 409) {
          early++
          await tape.until('the start', (event) => event.type === 'StasisStart' && event.channel?.id === id)
          expect((await pbx.request('POST', `/channels/${id}/dial`, { query: { timeout: 5 } })).status).toBe(204)
        }
        await tape.until('the end', (event) => event.type === 'ChannelDestroyed' && event.channel?.id === id)
      }
      expect(early).toBeLessThan(24)
    },
  },
  {
    fact: 'an announcement before the refusal is told as Dial(PROGRESS) and never as ringing',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0916018'))
      await dial(pbx, call)
      await call.until('ChannelDestroyed', 15_000)
      expect(toldOf(tape, call.id)).toEqual([
        'StasisStart',
        'Dial()',
        'Dial(PROGRESS)',
        'HR 18/408',
        'StasisEnd',
        'CD 18/408',
      ])
    },
  },
  {
    fact: 'a far end that hangs up in the middle of a sound: request, sound failed, end of Stasis, destroyed with 16',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0912'))
      await passThroughBridge(pbx, call.id)
      await pbx.request('POST', `/channels/${call.id}/play`, {
        query: { media: 'sound:custom/hello,sound:custom/hello' },
      })
      await call.until('ChannelDestroyed')
      expect(toldOf(tape, call.id).slice(-5)).toEqual([
        'PlaybackStarted',
        'HR 16',
        'PlaybackFinished failed',
        'StasisEnd',
        'CD 16',
      ])
    },
  },
  {
    fact: 'a cause in the Reason of a BYE is told after the answer',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0925041'))
      await call.until('ChannelDestroyed')
      expect(toldOf(tape, call.id).slice(-3)).toEqual(['HR 41', 'StasisEnd', 'CD 41'])
    },
  },
  {
    fact: 'arguments for the application are split at commas, and told when the channel enters',
    of: ['4.7', '10.26'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const id = pbx.id()
      const query = {
        endpoint: `PJSIP/${pbx.number('0914')}@${trunk}`,
        app: pbx.app,
        appArgs: 'one,two',
        channelId: id,
      }
      await pbx.request('POST', '/channels/create', { query })
      const start = await tape.until('the start', (event) => event.type === 'StasisStart' && event.channel?.id === id)
      expect(start.args).toEqual(['one', 'two'])
      await hangUp(pbx, made(tape, id))
    },
  },
  {
    fact: 'a variable that is to be reported comes with every event of its channel',
    of: ['4.7'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const body = { variables: { CAMPAIGN: { value: 'c1', report_events: true }, PLAIN: 'x' } }
      const call = await create(pbx, tape, pbx.number('0914'), body)
      await dial(pbx, call)
      expect(await call.until('ChannelDestroyed')).toMatchObject({ channel: { channelvars: { CAMPAIGN: 'c1' } } })
    },
  },
  {
    fact: 'a far end that vanishes without a word: nothing is told, and the channel stays up',
    of: ['3', '10.20'],
    only: 'virtual', // the rig's carrier always says goodbye
    async prove(pbx) {
      const tape = await pbx.listen()
      const id = pbx.id()
      await pbx.request('POST', `/channels/${id}`, { query: { endpoint: 'PJSIP/vanishing@SIPP', app: pbx.app } })
      await tape.until('the answer', ({ type }) => type === 'StasisStart')
      await pbx.pass(600_000)
      expect((await pbx.request('GET', `/channels/${id}`)).body).toMatchObject({ state: 'Up' })
    },
  },
]
