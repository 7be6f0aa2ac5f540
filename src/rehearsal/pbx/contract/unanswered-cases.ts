import { expect } from 'bun:test'
import { create, dial, trunk } from './calls.ts'
import type { ContractCase } from './driver.ts'
import { toldOf } from './words.ts'

/** How calls nobody answers end: the causes of section 3, and numbers where nobody is. */
export const unansweredCases: readonly ContractCase[] = [
  ...(
    [
      [18, 18, 408],
      [19, 19, 480],
      [20, 19, 480],
      [31, 19, 480],
      [21, 21, 403],
      [3, 1, 404],
      [22, 22, 410],
      [27, 27, 502],
      [28, 28, 484],
      [42, 34, 503],
      [66, 34, 503],
      [38, 38, 500],
      [127, 38, 500],
      [58, 58, 488],
      [41, 21, 603],
      [44, 21, 603],
      [102, 21, 603],
      [16, 21, 603],
    ] as const
  ).map(
    ([ordered, cause, status]): ContractCase => ({
      fact: `a carrier's cause ${ordered} arrives as ${cause}/${status}`,
      of: ['3', '10.9'],
      async prove(pbx) {
        const tape = await pbx.listen()
        const call = await create(pbx, tape, pbx.number(`0915${String(ordered).padStart(3, '0')}`))
        await dial(pbx, call)
        expect(await call.until('ChannelDestroyed')).toMatchObject({ cause, tech_cause: status })
      },
    }),
  ),
  {
    fact: 'a number nobody answers SIP for hears of no ringing before its time is over',
    of: ['3', '10.21'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const id = pbx.id()
      const query = { endpoint: 'PJSIP/0912@DEAD', app: pbx.app, timeout: 2 }
      expect((await pbx.request('POST', `/channels/${id}`, { query })).status).toBe(200)
      await tape.until('the end', (event) => event.type === 'ChannelDestroyed' && event.channel?.id === id, 8_000)
      expect(toldOf(tape, id)).toEqual(['Dial()', 'CD 19/480'])
    },
  },
  {
    fact: 'a call originated for an application nobody listens to is placed, and dropped when it is answered',
    of: ['4.1', '10.29'],
    async prove(pbx) {
      const id = pbx.id()
      const query = { endpoint: `PJSIP/${pbx.number('0911')}@${trunk}`, app: `${pbx.app}-nobody` }
      expect((await pbx.request('POST', `/channels/${id}`, { query })).status).toBe(200)
      expect((await pbx.request('GET', `/channels/${id}`)).status).toBe(200)
      await pbx.pass(2_000)
      expect((await pbx.request('GET', `/channels/${id}`)).status).toBe(404)
    },
  },
  {
    fact: 'a number nobody answers SIP for ends by itself after 32 s, with 18/408',
    of: ['3', '10.21'],
    async prove(pbx) {
      const tape = await pbx.listen()
      const id = pbx.id()
      const query = { endpoint: 'PJSIP/0912@DEAD', app: pbx.app, timeout: 60 }
      await pbx.request('POST', `/channels/${id}`, { query })
      await tape.until('the end', (event) => event.type === 'ChannelDestroyed' && event.channel?.id === id, 36_000)
      expect(toldOf(tape, id)).toEqual(['Dial()', 'HR 18/408', 'Dial(NOANSWER)', 'CD 18/408'])
    },
  },
]
