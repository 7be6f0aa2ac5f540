import { expect, test } from 'bun:test'
import { redact } from './redact.ts'

test.each([
  ['dialling 09123456789 now', 'dialling *** now'],
  ['PJSIP/295409123456789@trunk', 'PJSIP/***@trunk'],
  ['rang 09123456789.', 'rang ***.'],
  ['rec-09123456789.wav', 'rec-***.wav'],
  ['+98 912 345 6789 is busy', '*** is busy'],
  ['0912-345-6789', '***'],
  ['۰۹۱۲۳۴۵۶۷۸۹', '***'],
  ['tel:00989123456789', 'tel:***'],
  ['Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
  ['gateway-token: abc123', 'gateway-token: ***'],
  ['GET /events?api_key=salehi:pass&app=x', 'GET /events?api_key=***&app=x'],
  ['{"apiKey":"k-123","a":1}', '{"apiKey":"***","a":1}'],
  ['key sk-abcdefghijklmnop', 'key ***'],
  ['ws://salehi:pass@127.0.0.1:8088/ari', 'ws://***@127.0.0.1:8088/ari'],
])('%s', (before, after) => {
  expect(redact(before)).toBe(after)
})

test.each([
  '019b8d2f4c5a70008123456789012345', // a call's id
  '2026-01-05 11:30:00.000 +03:30',
  '2026-01-05T11:30:00Z',
  '192.168.100.200:8088',
  'at 1767600000000 ms',
  'took 1234567 ms',
  'sound:custom/sina/hello',
  'size 5242880 of 5242880',
])('%s stays as it is', (text) => {
  expect(redact(text)).toBe(text)
})
