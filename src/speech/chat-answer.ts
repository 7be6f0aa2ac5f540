import { at, parseJson } from './json.ts'

/** What an OpenAI-style chat endpoint answered with a 2xx. */
export type ChatAnswer =
  /** `cut`: the model ran out of room, the last line may be half a word. */
  | { readonly kind: 'content'; readonly text: string; readonly cut: boolean }
  /** The model or a filter would not answer. */
  | { readonly kind: 'refused' }
  /** It says itself that it failed. */
  | { readonly kind: 'failed' }
  | { readonly kind: 'unreadable' }

/** Reads one JSON answer or a stream of events, by the body itself: relays mislabel both. */
export function readChatAnswer(body: string): ChatAnswer {
  const text = body.replace(/^\uFEFF/, '').trimStart()
  return /^(data|event|id|retry)?:/.test(text) ? readEvents(text) : readWhole(parseJson(text))
}

function readWhole(json: unknown): ChatAnswer {
  if (hasError(json)) return { kind: 'failed' }
  const choice = at(json, 'choices', 0)
  if (choice === undefined) return { kind: 'unreadable' }
  const message = at(choice, 'message')
  const refused = isText(at(message, 'refusal'))
  return contentOf(textOf(at(message, 'content')), refused, at(choice, 'finish_reason'))
}

function readEvents(body: string): ChatAnswer {
  let text = ''
  let refused = false
  let finish: unknown
  let done = false
  for (const line of body.split(/\r?\n/)) {
    if (!line.startsWith('data:')) continue
    const data = line.slice('data:'.length).trim()
    if (data === '[DONE]') {
      done = true
      break
    }
    const chunk = parseJson(data)
    if (hasError(chunk)) return { kind: 'failed' }
    const choice = at(chunk, 'choices', 0) // the last chunk, of usage, has none
    const part = at(choice, 'delta') ?? at(choice, 'message')
    text += textOf(at(part, 'content'))
    refused ||= isText(at(part, 'refusal'))
    finish = at(choice, 'finish_reason') ?? finish
  }
  // Without an end the stream was cut off, and half a word might be another intent's name.
  return done || finish !== undefined ? contentOf(text, refused, finish) : { kind: 'unreadable' }
}

function contentOf(text: string, refused: boolean, finish: unknown): ChatAnswer {
  if (refused || finish === 'content_filter') return { kind: 'refused' }
  return { kind: 'content', text, cut: finish === 'length' }
}

function hasError(json: unknown): boolean {
  const error = at(json, 'error')
  return error !== undefined && error !== null
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/** Content is a string, or a list of parts with a text each. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => textOf(at(part, 'text'))).join('')
}
