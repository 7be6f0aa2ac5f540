import { choice, integer, list, seconds, secret, text, timezone, url } from './read.ts'
import { callingHours } from './read-telephony.ts'
import { optional, setting } from './setting.ts'

const cap = integer({ min: 0, max: 1_000_000 })

/** Whose day it is, whom to call, when, and how fast. */
export const dialingSettings = {
  COMPANY: optional('sina', {
    about: 'The company whose scenarios and policy apply (`--company` goes before it)',
    oldNames: ['SCENARIO'],
    reads: text({
      pattern: /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
      wrong: 'is not a company name',
      write: 'letters, digits, - and _, as its folder below scenarios/ is called',
    }),
  }),
  SCENARIOS_DIR: optional('/etc/salehi/scenarios', {
    about: 'Folder whose scenario files go before the built-in ones',
    otherwise: 'the built-in ones',
    reads: text(),
  }),
  MAX_CONCURRENT_CALLS: setting('2', { about: 'Calls at once, per line (0 = no limit)', reads: cap }),
  MAX_CALLS_PER_MINUTE: setting('10', { about: 'Calls a minute, per line (0 = no limit)', reads: cap }),
  MAX_CALLS_PER_DAY: setting('200', { about: 'Calls a day, per line (0 = no limit)', reads: cap }),
  MAX_CONCURRENT_INBOUND_CALLS: setting('0', { about: 'Inbound calls at once (0 = no limit)', reads: cap }),
  MAX_CONCURRENT_OUTBOUND_CALLS: setting('0', { about: 'Outbound calls at once (0 = no limit)', reads: cap }),
  MAX_ORIGINATIONS_PER_SECOND: setting('3', { about: 'Calls started a second, all lines (0 = no limit)', reads: cap }),
  DIALER_BATCH_SIZE: setting('10', {
    about: 'Numbers asked of the panel at a time',
    reads: integer({ min: 1, max: 500 }),
  }),
  DIALER_DEFAULT_RETRY: setting('60', {
    about: 'How often the panel is asked for numbers',
    unit: 's',
    reads: seconds({ min: 0.1, max: 86_400 }),
  }),
  STATIC_CONTACTS: optional('09123456789,09987654321', {
    about: 'Numbers to call where there is no panel; each is called once',
    shown: 'count',
    reads: list(),
  }),
  CALLING_HOURS: optional('sat-wed 09:00-21:00, thu 09:00-13:00', {
    about: 'When calling is allowed; a day that is not named is closed',
    otherwise: "the company's",
    reads: callingHours(),
  }),
  TIMEZONE: optional('Asia/Tehran', {
    about: 'Time zone of the calling hours and of the day',
    otherwise: "the company's",
    reads: timezone(),
  }),
  DRAIN_TIMEOUT: setting('90', {
    about: 'How long running calls may go on when the engine is told to stop',
    unit: 's',
    reads: seconds({ min: 0, max: 3_600 }),
  }),
  PANEL_BASE_URL: optional('https://panel.example.com', {
    about: 'Address of the panel; empty = no panel',
    reads: url('http', 'https'),
  }),
  PANEL_API_TOKEN: optional('panel-token', { about: "The panel's token", shown: 'secret', reads: secret() }),
  PANEL_API: setting('v2', { about: "Which form of the panel's interface it speaks", reads: choice(['v1', 'v2']) }),
  SMS_API_KEY: optional('melipayamak-key', {
    about: 'Melipayamak key for alerts',
    shown: 'secret',
    reads: secret(),
  }),
  SMS_URL: setting('https://console.melipayamak.com', {
    about: "Address of Melipayamak's console",
    reads: url('http', 'https'),
  }),
  SMS_FROM: optional('50001234', {
    about: 'Number the alerts are sent from',
    reads: text({ pattern: /^\+?\d{4,20}$/, wrong: 'is not a number', write: 'its digits' }),
  }),
  SMS_ADMINS: optional('09123456789', {
    about: 'Who is told when dialing stops',
    shown: 'count',
    reads: list(),
  }),
  FAIL_ALERT_THRESHOLD: setting('3', {
    about: 'Technical failures in a row after which dialing pauses and an alert is sent',
    reads: integer({ min: 1, max: 10_000 }),
  }),
}
