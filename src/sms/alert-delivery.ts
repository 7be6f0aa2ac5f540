import { z } from 'zod'
import type { Clock } from '../kernel/clock.ts'
import type { SmsFault } from './answer.ts'
import type { SmsMessage, SmsSent } from './melipayamak.ts'

/** What came of sending one alert. */
export type AlertDelivery =
  | { readonly kind: 'delivered' }
  /** This alert will not be sent any more. */
  | { readonly kind: 'refused'; readonly because: string }
  /** No alert will be sent until someone corrects our settings, or pays. */
  | { readonly kind: 'misconfigured'; readonly because: string }
  | { readonly kind: 'unavailable'; readonly because: string }

/** Sends one text. Rejects only with the signal's reason. */
export type SendSms = (message: SmsMessage, signal: AbortSignal) => Promise<SmsSent>

/** An alert this old tells people of a world that is gone. */
const oldestMs = 3_600_000

/** What lies in the outbox; `owedAt` is epoch milliseconds. */
const alert = z.object({ to: z.array(z.string().min(1)).min(1), text: z.string().min(1), owedAt: z.number() })

const explained: Readonly<Record<SmsFault, string>> = {
  quota: "Melipayamak's account is empty: top it up",
  sender: 'Melipayamak does not know the sender: check SMS_FROM',
  key: 'Melipayamak does not accept our key: check SMS_API_KEY',
  request: 'Melipayamak does not understand the request',
  other: 'Melipayamak refused it',
}
const forPeopleToMend: ReadonlySet<SmsFault> = new Set(['quota', 'sender', 'key'])

/** Sends the alerts of the outbox, none twice where it may have arrived, none that is older than an hour. */
export function alertDelivery(
  send: SendSms,
  clock: Clock,
): (row: { readonly key: string; readonly body: string }, signal: AbortSignal) => Promise<AlertDelivery> {
  return async ({ body }, signal) => {
    const read = alert.safeParse(parsed(body))
    if (!read.success) return { kind: 'refused', because: 'it is no alert' }
    const { to, text, owedAt } = read.data
    if (clock.now() - owedAt > oldestMs) return { kind: 'refused', because: 'it could not be sent for an hour' }
    return outcome(await send({ to, text }, signal))
  }
}

function outcome(sent: SmsSent): AlertDelivery {
  switch (sent.kind) {
    case 'sent':
      return { kind: 'delivered' }
    case 'unavailable':
      return sent
    case 'uncertain':
      return { kind: 'refused', because: `${sent.because}; it may have been sent, so it is not sent again` }
    case 'refused': {
      const { fault, said } = sent
      const because = said === undefined ? explained[fault] : `${explained[fault]} («${said}»)`
      return { kind: forPeopleToMend.has(fault) ? 'misconfigured' : 'refused', because }
    }
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // told as no alert
  }
}
