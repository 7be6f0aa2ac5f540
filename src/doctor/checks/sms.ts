import { TimedOut, within } from '../../kernel/deadline.ts'
import { readSmsAnswer } from '../../sms/answer.ts'
import type { Check } from '../check.ts'
import { type Finding, fault, warning, well } from '../finding.ts'
import type { World } from '../world.ts'

const limitMs = 10_000
const bodyBytes = 4_096

/** Whether alerts could be sent: the account's credit is asked for, which costs nothing and sends nothing. */
export const smsCheck: Check = {
  name: 'sms',
  title: 'SMS',
  async look(world, signal) {
    const { sms } = world.settings.config
    if (sms === undefined) return well('not set: no alert is sent by SMS (SMS_API_KEY, SMS_FROM, SMS_ADMINS)')
    try {
      return await within(world.clock, limitMs, 'asking for the credit', (inner) => credit(world, inner), signal)
    } catch (error) {
      signal.throwIfAborted()
      // An error of the network carries its address, and the key stands in it: nothing of it is repeated.
      const because = error instanceof TimedOut ? 'does not answer in time' : 'cannot be reached'
      return fault(`Melipayamak ${because}`, 'correct SMS_URL; look at the internet connection')
    }
  },
}

async function credit({ fetch, settings: { config } }: World, signal: AbortSignal): Promise<Finding> {
  const { url = '', apiKey } = config.sms ?? {}
  const address = `${url.replace(/\/+$/, '')}/api/receive/credit/${encodeURIComponent(apiKey?.reveal() ?? '')}`
  const headers = { accept: 'application/json' }
  const response = await fetch(address, { method: 'GET', headers, redirect: 'manual', keepalive: false, signal })
  const { status } = response
  if (status === 404 || (status >= 300 && status < 400)) {
    return fault(`there is no Melipayamak console at SMS_URL (HTTP ${status})`, 'correct SMS_URL')
  }
  if (status >= 500) return warning(`Melipayamak has trouble of its own (HTTP ${status})`, 'try again later')
  const text = (await response.text()).slice(0, bodyBytes)
  const amount = amountIn(text)
  if (amount === undefined) {
    const answer = readSmsAnswer(status < 300 ? 400 : status, text)
    const isKey = status === 401 || status === 403 || (answer.kind === 'refused' && answer.fault === 'key')
    return isKey
      ? fault('Melipayamak does not accept SMS_API_KEY', 'write the key of your console into SMS_API_KEY')
      : warning(`Melipayamak did not tell the credit (HTTP ${status})`, 'look into its console')
  }
  return amount > 0
    ? well('the account has credit')
    : warning('the account has no credit: no alert would come', 'top it up')
}

function amountIn(text: string): number | undefined {
  try {
    const json: unknown = JSON.parse(text)
    const amount = typeof json === 'object' && json !== null && 'amount' in json ? Number(json.amount) : Number.NaN
    return Number.isFinite(amount) ? amount : undefined
  } catch {
    return undefined // told by its status alone
  }
}
