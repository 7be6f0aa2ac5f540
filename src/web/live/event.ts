const encoder = new TextEncoder()

/** One server-sent event; `data` is JSON, which has no line end in it. */
export function eventBytes(name: 'day' | 'change' | 'log' | 'beat' | 'end', data: string): Uint8Array {
  return encoder.encode(`event: ${name}\ndata: ${data}\n\n`)
}

/** How soon a browser that lost us asks again, as an event of its own. */
export const retryBytes = encoder.encode('retry: 3000\n\n')
