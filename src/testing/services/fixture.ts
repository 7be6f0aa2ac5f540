import type { Answer } from './faults.ts'

/** An answer as it is kept in `fixtures/`: a JSON body, or text where the body is not JSON. */
export interface RecordedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  readonly bodyText?: string
}

/** The recorded answer as it goes over the wire. */
export function replay(recorded: RecordedAnswer): Answer {
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const [name, value] of Object.entries(recorded.headers ?? {})) {
    if (value !== undefined) headers.set(name, value)
  }
  const body = recorded.bodyText ?? JSON.stringify(recorded.body)
  return { kind: 'answer', status: recorded.status, headers: Object.fromEntries(headers), body }
}

/** The n-th of several recorded answers. */
export function recorded(variants: readonly RecordedAnswer[], index: number): Answer {
  const variant = variants[index]
  if (variant === undefined) throw new RangeError(`the fixture has ${variants.length} answers, not ${index + 1}`)
  return replay(variant)
}
