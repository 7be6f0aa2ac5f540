import { expect } from 'bun:test'
import type { ContractCase, PbxDriver, Tape } from './driver.ts'
import { is, told } from './words.ts'

async function caller(pbx: PbxDriver, tape: Tape, as: string, headers?: Readonly<Record<string, string>>) {
  const before = tape.events.length
  const call = await pbx.callIn({ as: pbx.number(as), callerId: '09359998877', ...(headers && { headers }) })
  const start = await tape.until(
    'a caller',
    (event) => event.type === 'StasisStart' && tape.events.indexOf(event) >= before,
    8_000,
  )
  return { call, id: start.channel?.id ?? '', start }
}

const subscribe = (pbx: PbxDriver, id: string) =>
  pbx.request('POST', '/applications/salehi/subscription', { query: { eventSource: `channel:${id}` } })

/** Calls that come in: section 3, and the pitfalls of them. */
export const inboundCases: readonly ContractCase[] = [
  {
    fact: 'a caller enters in state Ring with number, dialled number and diversion; headers are variables, missing ones 500',
    of: ['3', '4.7', '10.26'],
    inbound: true,
    async prove(pbx) {
      const tape = await pbx.listen({ app: 'salehi' })
      const diversion = '<sip:02155500000@127.0.0.2>;reason=unconditional;counter=1'
      const { id, start, call } = await caller(pbx, tape, '0911', { Diversion: diversion })
      expect(start).toMatchObject({
        args: [],
        channel: { state: 'Ring', caller: { number: '09359998877' }, caller_rdnis: '02155500000' },
      })
      expect(start.channel?.dialplan).toMatchObject({ exten: '02191001234', app_name: 'Stasis' })
      const header = async (name: string): Promise<unknown> => {
        const query = { variable: `PJSIP_HEADER(read,${name})` }
        const { status, body } = await pbx.request('GET', `/channels/${id}/variable`, { query })
        return [status, body]
      }
      expect(await header('Diversion')).toEqual([200, { value: diversion }])
      expect(await header('NoSuch')).toEqual([500, { message: 'Unable to read provided function' }])
      await call.hangUp()
      await tape.until('the end', is('StasisEnd', id))
      await tape.close()
    },
  },
  {
    fact: 'a caller who hangs up before the answer: request with 16/487, end of Stasis, no word of its destruction',
    of: ['3', '10.10'],
    inbound: true,
    async prove(pbx) {
      const tape = await pbx.listen({ app: 'salehi' })
      const { id, call } = await caller(pbx, tape, '0911')
      await call.hangUp()
      await tape.until('the end', is('StasisEnd', id))
      await pbx.pass(200)
      expect(told(tape, id)).toEqual(['StasisStart', 'HR 16/487', 'StasisEnd'])
      await tape.close()
    },
  },
  {
    fact: 'who subscribes to a caller’s channel is told of its destruction, with the cause',
    of: ['3', '10.10'],
    inbound: true,
    async prove(pbx) {
      const tape = await pbx.listen({ app: 'salehi' })
      const { id, call } = await caller(pbx, tape, '0911')
      expect(await subscribe(pbx, id)).toMatchObject({ status: 200, body: { name: 'salehi', channel_ids: [id] } })
      expect((await pbx.request('POST', `/channels/${id}/answer`)).status).toBe(204)
      await tape.until('the answer', is('ChannelStateChange', id))
      await call.hangUp()
      await tape.until('the end', is('ChannelDestroyed', id))
      expect(told(tape, id)).toEqual(['StasisStart', 'Up', 'HR 16', 'StasisEnd', 'HR 16 soft', 'CD 16'])
      await tape.close()
    },
  },
  {
    fact: 'a caller can be played to before the answer, and is answered only when asked for',
    of: ['3'],
    inbound: true,
    async prove(pbx) {
      const tape = await pbx.listen({ app: 'salehi' })
      const { id, call } = await caller(pbx, tape, '0911')
      expect((await pbx.request('POST', `/channels/${id}/ring`)).status).toBe(204)
      await pbx.request('POST', `/channels/${id}/play`, { query: { media: 'sound:silence/1' } })
      await tape.until('the sound', is('PlaybackFinished', id), 5_000)
      expect((await pbx.request('GET', `/channels/${id}`)).body).toMatchObject({ state: 'Ring' })
      await call.hangUp()
      await tape.until('the end', is('StasisEnd', id))
      await tape.close()
    },
  },
  ...(
    [
      ['busy', { reason: 'busy' }, 17],
      ['congestion', { reason: 'congestion' }, 34],
      ['no_answer', { reason: 'no_answer' }, 19],
      ['code 21', { reason_code: '21' }, 21],
      ['code 34', { reason_code: '34' }, 34],
      ['none', {}, 21],
    ] as const
  ).map(
    ([what, query, seen]): ContractCase => ({
      fact: `a caller turned away with the reason ${what} sees cause ${seen}; we see a soft request and the end of Stasis`,
      of: ['3', '10.7'],
      inbound: true,
      async prove(pbx) {
        const tape = await pbx.listen({ app: 'salehi' })
        const { id, call } = await caller(pbx, tape, '0911')
        expect((await pbx.request('DELETE', `/channels/${id}`, { query })).status).toBe(204)
        await tape.until('the end', is('StasisEnd', id))
        expect(told(tape, id)).toEqual(['StasisStart', 'HR 32 soft', 'StasisEnd'])
        expect(await call.ended()).toBe(seen)
        await tape.close()
      },
    }),
  ),
  {
    fact: 'a caller nobody’s application takes goes the way the dialplan has for that: answered, a tone, gone with 41',
    of: ['5', '10.4'],
    inbound: true,
    async prove(pbx) {
      const call = await pbx.callIn({ as: pbx.number('0911'), callerId: '09359998877' })
      expect(await call.ended()).toBe(41)
    },
  },
]
