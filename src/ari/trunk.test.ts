import { expect, test } from 'bun:test'
import type { Health } from '../dialer/ports.ts'
import { type Answer, Rest, type RestRequest } from './rest.ts'
import { trunkCheck } from './trunk.ts'

const never = new AbortController().signal

async function looked(
  answer: Answer<unknown>,
): Promise<{ readonly health: Health; readonly asked: readonly RestRequest[] }> {
  const asked: RestRequest[] = []
  const send = async (request: RestRequest): Promise<Answer<unknown>> => {
    asked.push(request)
    return answer
  }
  return { health: await trunkCheck(new Rest({ send }), 'TO CUCM')(never), asked }
}

test('Asterisk is asked for the state of the trunk', async () => {
  const { asked } = await looked({ kind: 'done', status: 200, value: {} })
  expect(asked).toMatchObject([{ method: 'GET', path: '/endpoints/PJSIP/TO%20CUCM', repeatable: true }])
})

test.each([
  ['online', { kind: 'well' }],
  ['unknown', { kind: 'well' }],
  [undefined, { kind: 'well' }],
  ['offline', { kind: 'ill', because: 'the trunk TO CUCM is down: its carrier does not answer Asterisk' }],
] as const satisfies readonly (readonly [string | undefined, Health])[])(
  'a trunk that is %p',
  async (state, health) => {
    const value = { technology: 'PJSIP', resource: 'TO CUCM', state, channel_ids: [] }
    expect((await looked({ kind: 'done', status: 200, value })).health).toEqual(health)
  },
)

test.each([
  { kind: 'refused', status: 404, message: 'Endpoint not found' },
  { kind: 'unreachable', because: 'nothing listens there' },
] as const satisfies readonly Answer<unknown>[])('an Asterisk that does not tell says nothing: %j', async (answer) => {
  expect((await looked(answer)).health.kind).toBe('unsure')
})
