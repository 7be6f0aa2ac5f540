import type { Broken } from './broken.ts'

/** Panel, recogniser, language model, SMS. */
export const brokenServices: readonly Broken[] = [
  {
    name: 'a panel that does not accept the token is told',
    breaks: ({ write }) => {
      write({ PANEL_API_TOKEN: 'mistyped' })
      return undefined
    },
    check: 'panel',
    kind: 'fault',
    says: /does not accept PANEL_API_TOKEN/,
    advice: /PANEL_API_TOKEN/,
  },
  {
    name: 'a panel that is not there is told',
    breaks: ({ write }) => {
      write({ PANEL_BASE_URL: 'http://127.0.0.1:1' })
      return undefined
    },
    check: 'panel',
    kind: 'fault',
    says: /cannot be reached/,
    advice: /correct PANEL_BASE_URL/,
  },
  {
    name: 'a recogniser without a token is told to keep everybody from being called',
    breaks: ({ write }) => {
      write({ VIRA_STT_TOKEN: undefined })
      return undefined
    },
    check: 'recogniser',
    kind: 'fault',
    says: /VIRA_STT_TOKEN is not set: nobody would be understood/,
    advice: /write it into the settings/,
  },
  {
    name: 'a recogniser that does not accept the token is told',
    breaks: ({ write }) => {
      write({ VIRA_STT_TOKEN: 'mistyped' })
      return undefined
    },
    check: 'recogniser',
    kind: 'fault',
    says: /does not accept VIRA_STT_TOKEN/,
    advice: /VIRA_STT_TOKEN/,
  },
  {
    name: 'a recogniser whose account is spent is told apart from a wrong token',
    breaks: ({ vira }) => {
      vira.always({ fault: 'quota', as: 'balance_error' })
      return Promise.resolve(async () => vira.clear())
    },
    check: 'recogniser',
    kind: 'fault',
    says: /no credit left/,
    advice: /top it up/,
  },
  {
    name: 'a language model that does not accept the key is told',
    breaks: ({ write }) => {
      write({ GAPGPT_API_KEY: 'mistyped' })
      return undefined
    },
    check: 'llm',
    kind: 'fault',
    says: /does not accept GAPGPT_API_KEY/,
    advice: /GAPGPT_API_KEY/,
  },
  {
    name: 'a key of Melipayamak that is wrong is told without an SMS, and not repeated',
    breaks: ({ write }) => {
      write({ SMS_API_KEY: 'mistyped-sms-key' })
      return undefined
    },
    check: 'sms',
    kind: 'fault',
    says: /does not accept SMS_API_KEY/,
    advice: /SMS_API_KEY/,
  },
  {
    name: 'an SMS account without credit is told',
    breaks: ({ credit }) => {
      credit.amount = 0
      return Promise.resolve(async () => {
        credit.amount = 37_414
      })
    },
    check: 'sms',
    kind: 'warning',
    says: /no credit: no alert would come/,
    advice: /top it up/,
  },
]
