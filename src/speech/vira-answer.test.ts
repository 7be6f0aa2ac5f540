import { expect, test } from 'bun:test'
import legacy from '../testing/services/fixtures/vira-stt-legacy-text-path.json' with { type: 'json' }
import pending from '../testing/services/fixtures/vira-stt-pending.json' with { type: 'json' }
import success from '../testing/services/fixtures/vira-stt-success.json' with { type: 'json' }
import emptyText from '../testing/services/fixtures/vira-stt-success-empty-text.json' with { type: 'json' }
import { readViraAnswer, type ViraAnswer } from './vira-answer.ts'

test('today’s shape is read', () => {
  expect(read(success.response.body)).toEqual({ kind: 'text', text: 'بله بفرمایید' })
})

test.each(legacy.variants.map((variant) => variant.body))('an older shape is read: %j', (body) => {
  expect(read(body)).toEqual({ kind: 'text', text: 'سلام' })
})

test('a result to be fetched later is known by its id', () => {
  expect(read(pending.response.body)).toEqual({ kind: 'pending', id: 'job-1', estimateMs: 2_000 })
})

const cases: readonly [name: string, body: unknown, ViraAnswer][] = [
  ['success without a word', emptyText.response.body, { kind: 'empty' }],
  ['success with spaces for words', { data: { status: 'success', text: ' \n' } }, { kind: 'empty' }],
  ['success with null for words', { data: { status: 'success', data: { result: null } } }, { kind: 'empty' }],
  ['text without a status', { data: { text: ' بله ' } }, { kind: 'text', text: 'بله' }],
  [
    'success whose outer status says fail',
    { data: { status: 'success', text: 'بله' }, meta: { status: 'fail' } },
    { kind: 'text', text: 'بله' },
  ],
  ['queued, the id alone', { data: { status: 'queued', data: 'j-7' } }, { kind: 'pending', id: 'j-7', estimateMs: 0 }],
  [
    'processing, a number for id',
    { data: { status: 'processing', id: 7 } },
    { kind: 'pending', id: '7', estimateMs: 0 },
  ],
  ['pending without an id', { data: { status: 'pending' } }, { kind: 'unreadable' }],
  ['failure, though a text is there', { data: { status: 'fail', text: 'بله' } }, { kind: 'failed' }],
  [
    'failure with its own status',
    { data: { status: 'fail', data: { aiResponse: { status: 402 } } } },
    { kind: 'failed', status: 402 },
  ],
  ['something else', { message: 'temporary' }, { kind: 'unreadable' }],
  ['a list', [], { kind: 'unreadable' }],
  ['nothing', null, { kind: 'unreadable' }],
]

test.each(cases)('%s is told apart', (_name, body, answer) => {
  expect(read(body)).toEqual(answer)
})

test.each(['', '<html></html>', '{"data":{"status":"succ'])('%j is unreadable', (body) => {
  expect(readViraAnswer(body)).toEqual({ kind: 'unreadable' })
})

function read(body: unknown): ViraAnswer {
  return readViraAnswer(JSON.stringify(body))
}
