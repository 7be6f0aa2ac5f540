import type { Asked } from './reply.ts'

/** Takes a request apart; undefined when its body is no object. Parameters may stand in the query or in the body. */
export function takeApart(method: string, pathAndQuery: string, body: unknown): Asked | undefined {
  if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) return undefined
  const [path = '', query = ''] = pathAndQuery.split('?')
  const parameters = new Map(new URLSearchParams(query))
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>
  for (const [name, value] of Object.entries(fields)) {
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    if (plain && !parameters.has(name)) parameters.set(name, String(value))
  }
  const segments = path.split('/').filter((segment) => segment !== '')
  return { method, segments: segments.map(decodeURIComponent), parameters, body: fields }
}
