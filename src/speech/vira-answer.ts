import { at, parseJson } from './json.ts'

/** What a 2xx answer of Vira's recogniser says. */
export type ViraAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'empty' }
  /** The result must be fetched later under `id`. */
  | { readonly kind: 'pending'; readonly id: string; readonly estimateMs: number }
  /** It says itself that it failed; `status` is the inner one, where it gives one. */
  | { readonly kind: 'failed'; readonly status?: number }
  | { readonly kind: 'unreadable' }

const pendingWords: readonly unknown[] = ['pending', 'processing', 'queued']

/** Where the text has been seen, today's place first. */
const textPaths = [
  ['data', 'data', 'aiResponse', 'result', 'text'],
  ['data', 'text'],
  ['data', 'data', 'text'],
  ['data', 'data', 'result'],
] as const

/** Reads every shape Vira is known to answer with. `data.status` decides; `meta.status` is known to be wrong. */
export function readViraAnswer(body: string): ViraAnswer {
  const json = parseJson(body)
  const data = at(json, 'data')
  if (typeof data !== 'object' || data === null) return { kind: 'unreadable' }
  const status = at(data, 'status')
  if (pendingWords.includes(status)) return pending(data)
  if (status !== undefined && status !== 'success') return failed(data)
  for (const path of textPaths) {
    const text = at(json, ...path)
    if (typeof text === 'string' && text.trim() !== '') return { kind: 'text', text: text.trim() }
  }
  return { kind: 'empty' }
}

function pending(data: object): ViraAnswer {
  const inner = at(data, 'data')
  const id = [at(inner, 'id'), inner, at(data, 'id')].find((one) => typeof one === 'string' || typeof one === 'number')
  if (id === undefined) return { kind: 'unreadable' }
  const estimate = at(inner, 'estimationTime')
  const estimateMs = typeof estimate === 'number' && estimate > 0 ? estimate * 1_000 : 0
  return { kind: 'pending', id: String(id), estimateMs }
}

function failed(data: object): ViraAnswer {
  const status = at(data, 'data', 'aiResponse', 'status')
  return typeof status === 'number' && status >= 400 ? { kind: 'failed', status } : { kind: 'failed' }
}
