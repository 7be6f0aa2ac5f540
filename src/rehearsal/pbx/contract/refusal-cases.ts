import { expect } from 'bun:test'
import { answered, create, hangUp, originate, trunk } from './calls.ts'
import type { ContractCase, PbxDriver } from './driver.ts'
import { toldOf } from './words.ts'

type Ask = (
  pbx: PbxDriver,
) => Promise<readonly [method: string, path: string, query?: Record<string, string>, body?: unknown]>

const customer = (pbx: PbxDriver): string => `PJSIP/${pbx.number('0914')}@${trunk}`

/** What is refused, how, and the words of it. */
const refusals: readonly (readonly [what: string, of: readonly string[], ask: Ask, status: number, words?: string])[] =
  [
    [
      'an unknown endpoint',
      ['4.1', '10.19'],
      async (pbx) => ['POST', `/channels/${pbx.id()}`, { endpoint: 'PJSIP/0912@NOSUCH', app: pbx.app }],
      500,
      'Allocation failed',
    ],
    [
      'an unknown technology',
      ['4.1'],
      async (pbx) => ['POST', `/channels/${pbx.id()}`, { endpoint: 'FOO/0912', app: pbx.app }],
      500,
      'Allocation failed',
    ],
    [
      'a telephone that is not registered',
      ['4.1', '10.19'],
      async (pbx) => ['POST', `/channels/${pbx.id()}`, { endpoint: 'PJSIP/op-offline', app: pbx.app }],
      500,
      'Allocation failed',
    ],
    [
      'a trunk whose carrier does not answer',
      ['4.1', '10.19'],
      async (pbx) => ['POST', `/channels/create`, { endpoint: 'PJSIP/0912@DEADQ', app: pbx.app, channelId: pbx.id() }],
      500,
      'Allocation failed',
    ],
    [
      'a channel without endpoint',
      ['4.1'],
      async (pbx) => ['POST', `/channels/${pbx.id()}`, { app: pbx.app }],
      400,
      'Endpoint must be specified',
    ],
    [
      'a channel without application',
      ['4.1'],
      async (pbx) => ['POST', `/channels/${pbx.id()}`, { endpoint: customer(pbx) }],
      400,
      'Application or extension must be specified',
    ],
    [
      'an id of 150 characters',
      ['4.1'],
      async (pbx) => ['POST', `/channels/${'x'.repeat(150)}`, { endpoint: customer(pbx), app: pbx.app }],
      400,
      'Uniqueid length exceeds maximum of 149',
    ],
    [
      'a bridge of a kind there is not',
      ['4.1'],
      async (pbx) => ['POST', `/bridges/${pbx.id()}`, { type: 'foo' }],
      500,
      'Unable to create bridge',
    ],
    ['a channel that is not there', ['4.1'], async (pbx) => ['GET', `/channels/${pbx.id()}`], 404, 'Channel not found'],
    [
      'hanging up a channel that is not there',
      ['4.1'],
      async (pbx) => ['DELETE', `/channels/${pbx.id()}`],
      404,
      'Channel not found',
    ],
    [
      'playing on a channel that is not there',
      ['4.1'],
      async (pbx) => ['POST', `/channels/${pbx.id()}/play`, { media: 'sound:custom/hello' }],
      404,
      'Channel not found',
    ],
    [
      'a variable of a channel that is not there',
      ['4.1'],
      async (pbx) => ['GET', `/channels/${pbx.id()}/variable`, { variable: 'CHANNEL(name)' }],
      404,
      'Provided channel was not found',
    ],
    ['a bridge that is not there', ['4.1'], async (pbx) => ['GET', `/bridges/${pbx.id()}`], 404, 'Bridge not found'],
    [
      'adding to a bridge that is not there',
      ['4.1'],
      async (pbx) => ['POST', `/bridges/${pbx.id()}/addChannel`, { channel: 'x' }],
      404,
      'Bridge not found',
    ],
    [
      'a playback that is not there',
      ['4.1'],
      async (pbx) => ['GET', `/playbacks/${pbx.id()}`],
      404,
      'Playback not found',
    ],
    [
      'a live recording that is not there',
      ['4.1'],
      async (pbx) => ['GET', `/recordings/live/${pbx.id()}`],
      404,
      'Recording not found',
    ],
    [
      'a stored recording that is not there',
      ['4.1'],
      async (pbx) => ['GET', `/recordings/stored/${pbx.id()}/file`],
      404,
    ],
    [
      'an application that is not there',
      ['4.1'],
      async (pbx) => ['GET', `/applications/${pbx.id()}`],
      404,
      'Application not found',
    ],
    ['a place that is not there', ['4.1'], async () => ['GET', '/foo'], 404, 'Resource not found'],
    ['a method that is not for it', ['4.1'], async () => ['PUT', '/channels'], 405, 'Invalid method'],
    [
      'a body that is no object',
      ['4.1'],
      async (pbx) => ['POST', `/channels/${pbx.id()}`, { endpoint: customer(pbx), app: pbx.app }, 'text'],
      400,
      'Error parsing request body',
    ],
  ]

/** What is refused, and traps that are not: section 4.1. */
export const refusalCases: readonly ContractCase[] = [
  ...refusals.map(
    ([what, of, ask, status, words]): ContractCase => ({
      fact: `${what} is refused with ${status}${words === undefined ? '' : ` «${words}»`}`,
      of,
      async prove(pbx) {
        const [method, path, query, body] = await ask(pbx)
        const reply = await pbx.request(method, path, {
          ...(query && { query }),
          ...(body === undefined ? {} : { body }),
        })
        expect(reply.status).toBe(status)
        if (words !== undefined) {
          expect(reply.body).toEqual({ [words === 'Allocation failed' ? 'error' : 'message']: words })
        }
      },
    }),
  ),
  {
    fact: 'no login is 401, and a user who may only look gets 403 for everything else',
    of: ['4.1', '5'],
    async prove(pbx) {
      expect((await pbx.request('GET', '/asterisk/info', { as: 'nobody' })).status).toBe(401)
      expect((await pbx.request('GET', '/asterisk/info', { as: 'viewer' })).status).toBe(200)
      expect((await pbx.request('POST', `/bridges/${pbx.id()}`, { as: 'viewer' })).status).toBe(403)
    },
  },
  {
    fact: 'an id in use, a beginning of it, and the same in other letters are refused with 409; a longer one is not',
    of: ['4.1', '10.1', '10.30'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0911'))
      const again = async (id: string): Promise<number> => {
        const query = { endpoint: customer(pbx), app: pbx.app }
        return (await pbx.request('POST', `/channels/${id}`, { query })).status
      }
      expect(await again(call.id)).toBe(409)
      expect(await again(call.id.slice(0, -1))).toBe(409)
      expect(await again(call.id.toUpperCase())).toBe(409)
      expect(await again(`${call.id}0`)).toBe(200)
      expect((await pbx.request('GET', `/channels/${call.id.toUpperCase()}`)).body).toMatchObject({ id: call.id })
      const play = await pbx.request('POST', `/channels/${call.id.toUpperCase()}/play`, {
        query: { media: 'sound:custom/hello' },
      })
      expect(play.status).toBe(409)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a channel that rings outside the application can be neither played to, recorded, answered nor bridged',
    of: ['4.1'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await originate(pbx, tape, pbx.number('0913'))
      const on = async (what: string, query: Record<string, string> = {}): Promise<unknown> => {
        const { status, body } = await pbx.request('POST', `/channels/${call.id}/${what}`, { query })
        return [status, body]
      }
      const outside = { message: 'Channel not in Stasis application' }
      expect(await on('play', { media: 'sound:custom/hello' })).toEqual([409, outside])
      expect(await on('record', { name: pbx.id(), format: 'wav' })).toEqual([409, outside])
      expect(await on('answer')).toEqual([409, outside])
      expect(await on('dial')).toEqual([409, outside])
      expect(await on('variable', { variable: 'A', value: '1' })).toEqual([409, outside])
      const bridge = pbx.id()
      await pbx.request('POST', `/bridges/${bridge}`)
      const added = await pbx.request('POST', `/bridges/${bridge}/addChannel`, { query: { channel: call.id } })
      expect([added.status, added.body]).toEqual([422, outside])
      await pbx.request('DELETE', `/bridges/${bridge}`)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a bridge id in use is refused with 409; a channel that is not there, or not in it, with 400 and 422',
    of: ['4.1'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0911'))
      const bridge = pbx.id()
      const post = async (what: string, query: Record<string, string>): Promise<unknown> => {
        const { status, body } = await pbx.request('POST', `/bridges/${bridge}${what}`, { query })
        return [status, body]
      }
      await post('', {})
      expect(await post('', {})).toEqual([409, { message: `Bridge with id '${bridge}' already exists` }])
      expect(await post('/addChannel', { channel: pbx.id() })).toEqual([400, { message: 'Channel not found' }])
      expect(await post('/removeChannel', { channel: call.id })).toEqual([
        422,
        { message: 'Channel not in this bridge' },
      ])
      await pbx.request('DELETE', `/bridges/${bridge}`)
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a reason there is not is refused with 400, a variable there is not with 404, a function that fails with 500',
    of: ['4.1', '4.7'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0911'))
      const at = `/channels/${call.id}`
      const variable = async (name: string): Promise<unknown> => {
        const { status, body } = await pbx.request('GET', `${at}/variable`, { query: { variable: name } })
        return [status, body]
      }
      expect(await pbx.request('DELETE', at, { query: { reason: 'foo' } })).toMatchObject({
        status: 400,
        body: { message: 'Invalid reason for hangup reason provided' },
      })
      expect(await variable('NOPE')).toEqual([404, { message: 'Provided variable was not found' }])
      expect(await variable('SHELL(id)')).toEqual([500, { message: 'Unable to read provided function' }])
      expect(await variable('DB(a/b)')).toEqual([500, { message: 'Unable to read provided function' }])
      expect((await pbx.request('POST', `${at}/variable`, { query: { variable: 'A', value: 'b' } })).status).toBe(204)
      expect(await variable('A')).toEqual([200, { value: 'b' }])
      await hangUp(pbx, call)
    },
  },
  {
    fact: 'a channel sent to a place in the dialplan that is not there leaves the application and ends',
    of: ['4.1'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      const query = { context: 'nowhere', extension: 's', priority: 1 }
      expect((await pbx.request('POST', `/channels/${call.id}/continue`, { query })).status).toBe(204)
      await call.until('ChannelDestroyed')
      expect(toldOf(tape, call.id).slice(-2)).toEqual(['StasisEnd', 'CD 16'])
    },
  },
  {
    fact: 'a channel moved to an application that is not there is told to have failed to move',
    of: ['4.1'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await answered(pbx, tape, pbx.number('0911'))
      expect(
        (await pbx.request('POST', `/channels/${call.id}/move`, { query: { app: `${pbx.app}-nobody` } })).status,
      ).toBe(204)
      await call.until('ApplicationMoveFailed')
      await pbx.request('DELETE', `/channels/${call.id}`)
      await call.until('ChannelDestroyed')
    },
  },
  {
    fact: 'the identity a created channel presents is the one it is connected with, and its own is ignored',
    of: ['4.7', '10.23'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const call = await create(pbx, tape, pbx.number('0911'), { variables: { 'CONNECTEDLINE(num)': '02191000000' } })
      expect((await pbx.request('GET', `/channels/${call.id}`)).body).toMatchObject({
        connected: { number: '02191000000' },
      })
      await hangUp(pbx, call)
    },
  },
]
