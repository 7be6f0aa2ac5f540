import { expect, test } from 'bun:test'
import success from '../testing/services/fixtures/gapgpt-chat-success-json.json' with { type: 'json' }
import stream from '../testing/services/fixtures/gapgpt-chat-success-unrequested-sse.json' with { type: 'json' }
import gateway from '../testing/services/fixtures/gateway-errors.json' with { type: 'json' }
import edges from '../testing/services/fixtures/openai-chat-edges.json' with { type: 'json' }
import { type ChatAnswer, readChatAnswer } from './chat-answer.ts'

const yes: ChatAnswer = { kind: 'content', text: 'yes', cut: false }

test('one JSON answer is read', () => {
  expect(readWhole(success.response.body)).toEqual(yes)
  expect(readWhole(gateway.response.body)).toEqual(yes)
})

test('a stream of events nobody asked for is read, its last chunk without choices too', () => {
  expect(readChatAnswer(stream.response.bodyText)).toEqual(yes)
})

test('a stream is known by its body: marks, comments, names of events and other line ends do not hide it', () => {
  const body = `\uFEFF: ping\nevent: message\n${stream.response.bodyText}`.replaceAll('\n', '\r\n')
  expect(readChatAnswer(body)).toEqual(yes)
})

test('a stream that ends without its mark but with a reason is whole', () => {
  expect(readChatAnswer(stream.response.bodyText.replace('data: [DONE]', ''))).toEqual(yes)
})

test('a stream that breaks off is not taken for an answer', () => {
  const half = stream.response.bodyText.split('\n\n').slice(0, 3).join('\n\n')
  expect(readChatAnswer(half)).toEqual({ kind: 'unreadable' })
})

test('an error inside a stream is a failure, even after words', () => {
  const words = stream.response.bodyText.split('\n\n').slice(0, 3).join('\n\n')
  expect(readChatAnswer(edges.inStreamError.bodyText)).toEqual({ kind: 'failed' })
  expect(readChatAnswer(`${words}\n\n${edges.inStreamError.bodyText}`)).toEqual({ kind: 'failed' })
})

test('a refusal, a length and a filter are told apart', () => {
  const answers = edges.answers.map(({ message, finish_reason }) =>
    readWhole({ choices: [{ message, finish_reason }] }),
  )
  expect(answers).toEqual([
    { kind: 'refused' },
    { kind: 'content', text: '{"intent":"ye', cut: true },
    { kind: 'refused' },
  ])
})

test('a refusal in a stream is a refusal', () => {
  const chunk = { choices: [{ delta: { refusal: 'No.' }, finish_reason: 'stop' }] }
  expect(readChatAnswer(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)).toEqual({ kind: 'refused' })
})

test('content in parts is put together', () => {
  const content = [{ type: 'text', text: 'y' }, { type: 'text', text: 'es' }, { type: 'image' }]
  expect(readWhole({ choices: [{ message: { content }, finish_reason: 'stop' }] })).toEqual(yes)
})

test('200 with an error inside is a failure', () => {
  expect(readWhole({ error: { message: 'no', type: 'server_error' } })).toEqual({ kind: 'failed' })
  expect(readWhole({ error: 'no file field' })).toEqual({ kind: 'failed' })
})

test.each(['', '<html></html>', '{"choices":[]}', '{"choices":[{"mess', 'null', '[]'])('%j is unreadable', (body) => {
  expect(readChatAnswer(body)).toEqual({ kind: 'unreadable' })
})

function readWhole(body: unknown): ChatAnswer {
  return readChatAnswer(JSON.stringify(body))
}
