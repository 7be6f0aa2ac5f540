import { expect } from 'bun:test'
import { answered, hangUp } from './calls.ts'
import type { ContractCase } from './driver.ts'
import { is, told } from './words.ts'

/** Bridges and operators: section 3, and the pitfalls of bridging. */
export const bridgeCases: readonly ContractCase[] = [
  {
    fact: 'a customer hung up in a bridge leaves it before the end of Stasis, and the operator stays up in it',
    of: ['3', '10.24'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const customer = await answered(pbx, tape, pbx.number('0911'))
      const operator = await answered(pbx, tape, pbx.number('0946'))
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing,proxy_media' } })
      const both = { channel: `${customer.id},${operator.id}` }
      expect((await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: both })).status).toBe(204)
      await operator.until('ChannelEnteredBridge')
      const listed = (await pbx.request('GET', `/bridges/${bridge}`)).body as { readonly channels: readonly string[] }
      expect(listed.channels.toSorted()).toEqual([customer.id, operator.id].toSorted())
      await hangUp(pbx, customer)
      expect(told(tape, customer.id).slice(-5)).toEqual(['Entered', 'HR 32 soft', 'Left', 'StasisEnd', 'CD 16'])
      expect((await pbx.request('GET', `/channels/${operator.id}`)).body).toMatchObject({ state: 'Up' })
      expect((await pbx.request('GET', `/bridges/${bridge}`)).body).toMatchObject({ channels: [operator.id] })
      await hangUp(pbx, operator)
      expect((await pbx.request('DELETE', `/bridges/${bridge}`)).status).toBe(204)
      await tape.until(
        'the end of the bridge',
        (event) => event.type === 'BridgeDestroyed' && event.bridge?.id === bridge,
      )
      expect((await pbx.request('DELETE', `/bridges/${bridge}`)).status).toBe(404)
    },
  },
  {
    fact: 'an operator who hangs up leaves the bridge, and the customer stays up in it',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const customer = await answered(pbx, tape, pbx.number('0911'))
      const operator = await answered(pbx, tape, pbx.number('0945'))
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      await pbx.request('POST', `/bridges/${bridge}/addChannel`, {
        query: { channel: `${customer.id},${operator.id}` },
      })
      await operator.until('ChannelDestroyed')
      expect(told(tape, operator.id).slice(-4)).toEqual(['HR 16', 'Left', 'StasisEnd', 'CD 16'])
      expect((await pbx.request('GET', `/channels/${customer.id}`)).body).toMatchObject({ state: 'Up' })
      await hangUp(pbx, customer)
      await pbx.request('DELETE', `/bridges/${bridge}`)
    },
  },
  {
    fact: 'a channel added to the bridge it is in leaves it and enters it again',
    of: ['4.1'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      for (let time = 0; time < 2; time++) {
        const { status } = await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
        expect(status).toBe(204)
      }
      await pbx.request('POST', `/bridges/${bridge}/removeChannel`, { query: { channel: call.id } })
      await tape.until('leaving again', () => tape.events.filter(is('ChannelLeftBridge', call.id)).length === 2)
      expect(told(tape, call.id).slice(-4)).toEqual(['Entered', 'Left', 'Entered', 'Left'])
      await hangUp(pbx, call)
      await pbx.request('DELETE', `/bridges/${bridge}`)
    },
  },
  {
    fact: 'a bridge destroyed under its channels sends them out, and they stay up',
    of: ['3', '10.17'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
      expect((await pbx.request('DELETE', `/bridges/${bridge}`)).status).toBe(204)
      await call.until('ChannelLeftBridge')
      expect((await pbx.request('GET', `/channels/${call.id}`)).body).toMatchObject({ state: 'Up' })
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'the recording of a bridge ends when the last channel leaves, and keeps its file',
    of: ['3'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const bridge = pbx.id()
      const name = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
      const order = { name, format: 'wav' }
      expect((await pbx.request('POST', `/bridges/${bridge}/record`, { query: order })).status).toBe(201)
      await tape.until('the recording', ({ type }) => type === 'RecordingStarted')
      await pbx.pass(500)
      await hangUp(pbx, call)
      await tape.until('its end', (event) => event.type === 'RecordingFinished' && event.recording?.name === name)
      expect((await pbx.request('GET', `/recordings/stored/${name}/file`)).status).toBe(200)
      await pbx.request('DELETE', `/bridges/${bridge}`)
    },
  },
  {
    fact: 'a sound in a bridge that is stopped before anybody leaves is told to have finished',
    of: ['3', '4.5', '10.17'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const bridge = pbx.id()
      const playback = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`, { query: { type: 'mixing' } })
      await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
      const order = { media: 'sound:custom/hello' }
      expect((await pbx.request('POST', `/bridges/${bridge}/play/${playback}`, { query: order })).status).toBe(201)
      await tape.until('the sound', (event) => event.type === 'PlaybackStarted' && event.playback?.id === playback)
      await pbx.pass(200)
      await pbx.request('DELETE', `/playbacks/${playback}`)
      await tape.until('its end', (event) => event.type === 'PlaybackFinished' && event.playback?.id === playback)
      await hangUp(pbx, call)
      await pbx.request('DELETE', `/bridges/${bridge}`)
    },
  },
]
