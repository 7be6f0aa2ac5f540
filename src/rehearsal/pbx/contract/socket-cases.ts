import { expect } from 'bun:test'
import { answered, create, dial, hangUp, made, trunk } from './calls.ts'
import type { ContractCase } from './driver.ts'
import { told } from './words.ts'

/** The life of an event socket: section 5, and the pitfalls of it. */
export const socketCases: readonly ContractCase[] = [
  {
    fact: 'a second socket under the same name: the first is told that it was replaced and hears no more, nor does its closing matter',
    of: ['5'],
    async prove(pbx) {
      const first = await pbx.listen()
      const second = await pbx.listen()
      await first.until('word of it', ({ type }) => type === 'ApplicationReplaced')
      await first.close()
      const call = await create(pbx, second, pbx.number('0914'))
      await dial(pbx, call)
      await call.until('ChannelDestroyed')
      expect(first.events.map(({ type }) => type)).toEqual(['ApplicationReplaced'])
    },
  },
  {
    fact: 'what happens while nobody listens is told to nobody, ever; the channel goes on',
    of: ['5', '10.4'],
    async prove(pbx) {
      const first = await pbx.listen()
      const { id } = await create(pbx, first, pbx.number('0911'))
      await dial(pbx, made(first, id))
      await first.until('ringing', ({ dialstatus }) => dialstatus === 'RINGING')
      await first.close()
      await pbx.pass(1_500)
      expect((await pbx.request('GET', `/channels/${id}`)).body).toMatchObject({
        state: 'Up',
        dialplan: { app_name: 'Stasis' },
      })
      const second = await pbx.listen()
      await pbx.pass(200)
      expect(second.events).toEqual([])
      await hangUp(pbx, made(second, id))
      expect(told(second, id)).toEqual(['HR 32 soft', 'StasisEnd', 'CD 16'])
    },
  },
  {
    fact: 'an application with nothing in it is gone with its socket, filter and all; one with a channel stays',
    of: ['5', '10.5'],
    async prove(pbx) {
      const at = `/applications/${pbx.app}`
      const disallowed = [{ type: 'ChannelVarset' }]
      const first = await pbx.listen()
      const filtered = await pbx.request('PUT', `${at}/eventFilter`, { body: { disallowed } })
      expect(filtered).toMatchObject({ status: 200, body: { events_disallowed: disallowed } })
      const { id } = await create(pbx, first, pbx.number('0911'))
      await first.close()
      await pbx.pass(100)
      expect((await pbx.request('GET', at)).body).toMatchObject({ channel_ids: [id], events_disallowed: disallowed })
      const second = await pbx.listen()
      await hangUp(pbx, made(second, id))
      await second.close()
      await pbx.pass(100)
      expect((await pbx.request('GET', at)).status).toBe(404)
      await pbx.listen()
      expect((await pbx.request('GET', at)).body).toMatchObject({ events_disallowed: [] })
    },
  },
  {
    fact: 'a filter keeps the types away that it names, and lets only those through that it allows',
    of: ['5', '10.5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const body = {
        allowed: [{ type: 'StasisStart' }, { type: 'ChannelDestroyed' }, { type: 'Dial' }],
        disallowed: [{ type: 'Dial' }],
      }
      await pbx.request('PUT', `/applications/${pbx.app}/eventFilter`, { body })
      const call = await create(pbx, tape, pbx.number('0914'))
      await dial(pbx, call)
      await call.until('ChannelDestroyed')
      expect(told(tape, call.id)).toEqual(['StasisStart', 'CD 17/486'])
    },
  },
  {
    fact: 'whoever watches an endpoint hears the events of its channels twice',
    of: ['5', '10.6'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const eventSource = `endpoint:PJSIP/${trunk}`
      await pbx.request('POST', `/applications/${pbx.app}/subscription`, { query: { eventSource } })
      const call = await create(pbx, tape, pbx.number('0914'))
      await dial(pbx, call)
      await call.until('ChannelDestroyed')
      await pbx.pass(100)
      await pbx.request('DELETE', `/applications/${pbx.app}/subscription`, { query: { eventSource } })
      const words = told(tape, call.id)
      expect(words.filter((word) => word === 'CD 17/486')).toHaveLength(2)
      expect(words.filter((word) => word === 'HR 17/486')).toHaveLength(2)
      expect(words.filter((word) => word === 'StasisStart')).toHaveLength(1)
    },
  },
  {
    fact: 'a user event goes to the application it names, with its variables',
    of: ['5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const order = { query: { application: pbx.app }, body: { variables: { token: 'x1' } } }
      expect((await pbx.request('POST', '/events/user/hello', order)).status).toBe(204)
      const event = await tape.until('it', ({ type }) => type === 'ChannelUserevent')
      expect(event).toMatchObject({ eventname: 'hello', userevent: { token: 'x1' }, application: pbx.app })
      const nobody = await pbx.request('POST', '/events/user/hello', {
        query: { application: `${pbx.app}-nobody` },
        body: {},
      })
      expect(nobody.status).toBe(404)
    },
  },
  {
    fact: 'one socket can open several applications',
    of: ['5'],
    async prove(pbx) {
      const tape = await pbx.listen({ app: `${pbx.app},${pbx.app}-2` })
      for (const name of [pbx.app, `${pbx.app}-2`]) {
        expect((await pbx.request('GET', `/applications/${name}`)).body).toMatchObject({ name })
      }
      await tape.close()
    },
  },
  {
    fact: 'global variables are set and read; one never set is empty',
    of: ['4.7'],
    async prove(pbx) {
      const variable = `V${pbx.id()}`
      expect((await pbx.request('GET', '/asterisk/variable', { query: { variable } })).body).toEqual({ value: '' })
      expect((await pbx.request('POST', '/asterisk/variable', { query: { variable, value: 'x' } })).status).toBe(204)
      expect((await pbx.request('GET', '/asterisk/variable', { query: { variable } })).body).toEqual({ value: 'x' })
    },
  },
  {
    fact: 'the version and the start are told, and an endpoint with its state',
    of: ['5'],
    async prove(pbx) {
      const info = (await pbx.request('GET', '/asterisk/info')).body as Record<string, Record<string, string>>
      expect(info['system']?.['version']).toMatch(/^2[0-2]\./)
      expect(info['status']?.['startup_time']).toBeString()
      expect((await pbx.request('GET', `/endpoints/PJSIP/${trunk}`)).body).toMatchObject({
        technology: 'PJSIP',
        resource: trunk,
        state: 'online',
      })
      expect((await pbx.request('GET', '/endpoints/PJSIP/op-offline')).body).toMatchObject({ state: 'offline' })
    },
  },
  {
    fact: 'channels are listed with state and application while they are there',
    of: ['5'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const listed = (await pbx.request('GET', '/channels')).body as readonly {
        readonly id: string
        readonly state: string
      }[]
      expect(listed.find(({ id }) => id === call.id)).toMatchObject({
        state: 'Up',
        dialplan: { app_name: 'Stasis', app_data: pbx.app },
      })
      await hangUp(pbx, call)
      const after = (await pbx.request('GET', '/channels')).body as readonly { readonly id: string }[]
      expect(after.some(({ id }) => id === call.id)).toBe(false)
    },
  },
  {
    fact: 'a stalled socket looks open, its application looks alive, and no event comes any more',
    of: ['5', '10.3'],
    only: 'virtual', // Asterisk stalls a socket only when megabytes of events wait in it
    async prove(pbx) {
      const tape = await pbx.listen()
      pbx.stall?.()
      const query = { endpoint: `PJSIP/${pbx.number('0914')}@${trunk}`, app: pbx.app }
      expect((await pbx.request('POST', `/channels/${pbx.id()}`, { query })).status).toBe(200)
      await pbx.pass(1_000)
      expect(tape.events).toEqual([])
      expect((await pbx.request('GET', `/applications/${pbx.app}`)).status).toBe(200)
    },
  },
  {
    fact: 'who subscribes to all hears of channels and bridges of others, but not of their coming into an application',
    of: ['5'],
    only: 'virtual', // Asterisk 22.10.1 can lock up when such a socket is closed while events are on their way
    async prove(pbx) {
      const monitor = await pbx.listen({ app: 'monitor', subscribeAll: true })
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0914'))
      await pbx.request('POST', `/bridges/${pbx.id()}`)
      await dial(pbx, call)
      await call.until('ChannelDestroyed')
      const types = new Set(monitor.events.map(({ type }) => type))
      for (const type of ['ChannelCreated', 'BridgeCreated', 'Dial', 'ChannelDestroyed']) expect(types).toContain(type)
      for (const type of ['StasisStart', 'StasisEnd']) expect(types).not.toContain(type)
    },
  },
]
