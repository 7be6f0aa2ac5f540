import { expect, test } from 'bun:test'
import { TestClock } from '../kernel/test-clock.ts'
import { type AlertDelivery, alertDelivery } from './alert-delivery.ts'
import type { SmsMessage, SmsSent } from './melipayamak.ts'

const never = new AbortController().signal
const clock = new TestClock()

function over(sent: SmsSent) {
  const messages: SmsMessage[] = []
  const deliver = alertDelivery(async (message) => {
    messages.push(message)
    return sent
  }, clock)
  const alert = (owedAt: number) => JSON.stringify({ to: ['09121111111'], text: 'هشدار', owedAt })
  return {
    messages,
    deliver: (body: string = alert(clock.now())) => deliver({ key: 'incident-1', body }, never),
    alert,
  }
}

test.each([
  [{ kind: 'sent' }, { kind: 'delivered' }],
  [
    { kind: 'unavailable', because: 'down' },
    { kind: 'unavailable', because: 'down' },
  ],
  [
    { kind: 'uncertain', because: 'silence' },
    { kind: 'refused', because: 'silence; it may have been sent, so it is not sent again' },
  ],
  [
    { kind: 'refused', fault: 'quota', said: 'اعتبار کافی نمی باشد' },
    { kind: 'misconfigured', because: "Melipayamak's account is empty: top it up («اعتبار کافی نمی باشد»)" },
  ],
  [
    { kind: 'refused', fault: 'sender' },
    { kind: 'misconfigured', because: 'Melipayamak does not know the sender: check SMS_FROM' },
  ],
  [
    { kind: 'refused', fault: 'key' },
    { kind: 'misconfigured', because: 'Melipayamak does not accept our key: check SMS_API_KEY' },
  ],
  [
    { kind: 'refused', fault: 'request' },
    { kind: 'refused', because: 'Melipayamak does not understand the request' },
  ],
] as const satisfies readonly (readonly [SmsSent, AlertDelivery])[])(
  'what came of an alert is told to the outbox: %j',
  async (sent, delivery) => {
    const { deliver, messages } = over(sent)
    expect(await deliver()).toEqual(delivery)
    expect(messages).toEqual([{ to: ['09121111111'], text: 'هشدار' }])
  },
)

test('an alert is sent for an hour and no longer', async () => {
  const { deliver, messages, alert } = over({ kind: 'sent' })
  expect(await deliver(alert(clock.now() - 3_600_000))).toEqual({ kind: 'delivered' })
  expect(await deliver(alert(clock.now() - 3_600_001))).toEqual({
    kind: 'refused',
    because: 'it could not be sent for an hour',
  })
  expect(messages).toHaveLength(1)
})

test('what is no alert is refused, and its text told to nobody', async () => {
  const { deliver, messages } = over({ kind: 'sent' })
  for (const body of ['no JSON', '{"to":[],"text":"x","owedAt":1}', '{"to":["09121111111"],"text":"x"}']) {
    expect(await deliver(body)).toEqual({ kind: 'refused', because: 'it is no alert' })
  }
  expect(messages).toEqual([])
})
