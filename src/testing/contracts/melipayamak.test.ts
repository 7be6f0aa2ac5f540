import { startMelipayamak } from '../services/melipayamak.ts'
import { describeSmsClientContract, describeSmsContract, type SmsSubject } from './sms.ts'

describeContracts('the stand-in of Melipayamak', async () => {
  const sms = await startMelipayamak({ key: 'the-key' })
  const dispose = (): PromiseLike<void> => sms[Symbol.asyncDispose]()
  return { url: sms.url, key: 'the-key', from: '50004001', to: '09121111111', [Symbol.asyncDispose]: dispose }
})

// The same tests against Melipayamak itself, which sends six messages: set CONTRACT_SMS_KEY, CONTRACT_SMS_FROM (the
// sending line) and CONTRACT_SMS_TO (a phone of your own).
const { CONTRACT_SMS_KEY: key, CONTRACT_SMS_FROM: from, CONTRACT_SMS_TO: to } = process.env
if (key !== undefined && from !== undefined && to !== undefined) {
  describeContracts('Melipayamak', async () => {
    return { url: 'https://console.melipayamak.com', key, from, to, [Symbol.asyncDispose]: async () => undefined }
  })
}

function describeContracts(name: string, start: () => Promise<SmsSubject>): void {
  describeSmsContract(name, start)
  describeSmsClientContract(name, start)
}
