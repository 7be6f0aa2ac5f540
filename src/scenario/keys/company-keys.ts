import { networkDispositions } from '../../domain/disposition.ts'
import { key, listOf, mapOf, ref, requiredKey } from './key-table.ts'

const text = { type: 'string' } as const
const texts = listOf(text)

/** The sections of company.yaml. */
export const companyKeys = {
  salehi: requiredKey('Version of the language; the first line of every file.', 1, { const: 1 }),
  company: key('The company’s name: that of its folder.', 'sina', text),
  title: key('The name shown to people.', 'Sina', text),
  zone: key('Time zone of the company’s days and hours.', 'Asia/Tehran', text),
  calling_hours: key(
    'When calling is allowed, by weekday; a weekday not named is closed. 09:00-21:00 every day where it is left out.',
    { 'sat-thu': '09:00-21:00', fri: ['16:00-20:00'] },
    ref('week'),
  ),
  holidays: key(
    'Days without calls; a year before 1700 is a Jalali one.',
    ['1405-01-01', '2026-12-25'],
    listOf(ref('date')),
  ),
  attempts: key('How often one number may be called.', { per_day: 1, total: 3 }, ref('attempts')),
  retry: key(
    'Imported lists only: when a number is tried again after a disposition.',
    { no_answer: { after: '4h', times: 2 }, busy: '30m' },
    mapOf({ anyOf: [ref('duration'), ref('retry')] }),
  ),
  do_not_call: key(
    'More lists of numbers never to be rung, beside those who asked for it and those entered by hand.',
    ['spoken', 'manual', { file: 'do-not-call.csv' }],
    listOf({ anyOf: [{ enum: ['spoken', 'manual'] }, ref('doNotCallFile')] }),
  ),
  consent: key('Why these people may be called, in the company’s words.', 'They signed up for our news.', text),
  causes: key(
    'By trunk: the disposition its carrier means by a cause code.',
    { 'carrier-a': { '38': 'power_off' } },
    mapOf(mapOf({ enum: [...networkDispositions, 'missed'] })),
  ),
  queues: key(
    'Groups of operators a scenario may transfer to, beside operators.',
    { support: { extensions: ['601', '602'] } },
    mapOf(ref('queue')),
  ),
  retention: key('How long personal data is kept.', '90d', { type: 'string', pattern: '^\\d+d$' }),
} as const

export const attemptKeys = {
  per_day: key('Calls to one number on one day, 1 to 10.', 1, { type: 'integer', minimum: 1, maximum: 10 }),
  total: key('Calls to one number in all, 1 to 100.', 3, { type: 'integer', minimum: 1, maximum: 100 }),
} as const

export const retryKeys = {
  after: requiredKey('How long to wait first.', '4h', ref('duration')),
  times: key('How often at most, 1 to 20; the caps hold besides.', 2, { type: 'integer', minimum: 1, maximum: 20 }),
} as const

export const doNotCallKeys = {
  file: requiredKey('A file with one number a line, in the company’s folder.', 'do-not-call.csv', text),
} as const

export const queueKeys = {
  title: key('The name shown to people.', 'Support', text),
  numbers: key('Telephone numbers, reached over the operator trunk.', ['09123456789'], texts),
  extensions: key('Extensions of the exchange.', ['601'], texts),
  endpoints: key('What Asterisk dials, as it stands.', ['PJSIP/601'], texts),
} as const
